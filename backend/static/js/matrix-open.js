// One comment opened: all its text below its row, its words in their place in the panel.
import { arrived } from "./behaviours.js";
import { fetchHtml, fragment } from "./http.js";
import * as rows from "./matrix-rows.js";
import { say } from "./toasts.js";

const actions = /** @type {HTMLTemplateElement} */ (document.getElementById("mx-actions"));
let asked = "";

const panel = () => rows.room.querySelector("[data-matrix-panel]");
/** @returns {HTMLElement | null} */
const below = () => rows.room.querySelector(".mx-below");
export const openUid = () => below()?.dataset.of ?? "";

/** @param {HTMLElement} row */
export async function open(row) {
  const { uid } = row.dataset;
  asked = uid;
  const answer = await fetchHtml(`${rows.room.dataset.rowsUrl.replace(/rows\/$/, `${uid}/`)}${location.search}`);
  if (asked !== uid) return;
  if (!answer.ok) { say("This comment could not be opened. Try again.", { kind: "error" }); return; }
  const content = fragment(answer.html);
  const text = content.querySelector("[data-open-text]");
  const words = content.querySelector("[data-open-words]");
  below()?.remove();
  const place = document.createElement("tr");
  place.className = "mx-below";
  place.dataset.of = uid;
  const cell = place.appendChild(document.createElement("td"));
  cell.colSpan = rows.width();
  if (row.dataset.step) text.append(actions.content.cloneNode(true));
  cell.append(text, words.cloneNode(true));
  (rows.row(uid) ?? row).after(place);
  panel().replaceChildren(words);
  panel().hidden = false;
  panel().closest("[data-matrix-room]").classList.add("is-open");
  arrived(place);
}

export function close() {
  asked = "";
  below()?.remove();
  panel()?.replaceChildren();
  if (panel()) panel().hidden = true;
  panel()?.closest("[data-matrix-room]").classList.remove("is-open");
}

/** Again, when what is open was changed. @param {HTMLElement[]} changed */
export function refresh(changed) {
  const row = changed.find((each) => each.dataset.uid === openUid());
  if (row) open(row);
}
