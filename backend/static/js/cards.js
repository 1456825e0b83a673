// Cards of the margin and what they tell about their comment.
import { arrived } from "./behaviours.js";
import * as comments from "./comments.js";
import * as margin from "./margin.js";

/** What a card says of its comment. @param {HTMLElement} card @returns {import("./comments.js").Entry} */
export function entryOf(card) {
  const { comment, number, kind, ordinal, block, segments, agency, author, type, severity, state, disposition, status, mine, proposal } = card.dataset;
  return {
    uid: comment, number: number ?? "", kind: /** @type {any} */ (kind), ordinal: Number(ordinal || 0), block: block ?? "",
    segments: JSON.parse(segments || "[]"), agency: agency ?? "", author: author ?? "", type: type ?? "",
    severity: severity ?? "", state: state ?? "", disposition: disposition ?? "", status: /** @type {any} */ (status),
    mine: mine === "yes", proposal: proposal === "yes",
  };
}

/** The cards of a fragment. @param {ParentNode} root @returns {HTMLElement[]} */
export const cardsIn = (root) => [...root.querySelectorAll("[data-comment]")].filter((element) => element.matches(".card"));

/** Takes loaded cards in. @param {HTMLElement[]} list */
export function take(list) {
  for (const card of list) comments.put(entryOf(card));
  margin.add(list);
  list.forEach(arrived);
}
