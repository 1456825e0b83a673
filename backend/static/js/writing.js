// Where writing begins: selected words, a paragraph, a table, a section, the whole document, an unsent draft.
import * as anchors from "./anchors.js";
import * as cards from "./cards.js";
import * as composer from "./composer.js";
import * as margin from "./margin.js";
import { goTo } from "./places.js";
import { room, text } from "./room.js";
import * as selection from "./selection.js";
import { say } from "./toasts.js";
import { nounOf } from "./units.js";
import { keepInView, openComment } from "./walking.js";

const template = /** @type {HTMLTemplateElement | null} */ (document.getElementById("composer"));
if (template) {
  composer.start({ template, text, margin, store: `draft:${room.dataset.reader}`, keepInView, posted });
}

/** @param {HTMLElement[]} list  the answer: the new comment's card */
function posted(list) {
  cards.take(list);
  for (const card of list) card.classList.add("is-new");
  if (list[0]) openComment(list[0].dataset.comment, { scroll: false });
  say("Your comment is sent.");
}

function target(chosen, propose = false) {
  return { kind: "range", block: chosen.start.block, endBlock: chosen.end.block, start: chosen.start.offset, end: chosen.end.offset, quote: chosen.quote, range: chosen.range, propose };
}

/** A comment on a whole paragraph, a table (all its blocks), or the section that a heading begins. */
export function onBlock(key) {
  const element = anchors.block(key, text);
  if (!element) return;
  const unit = element.closest(".unit");
  const table = element.closest(".table") ? [...unit.querySelectorAll(anchors.BLOCK)] : null;
  if (unit.classList.contains("unit--heading")) composer.write({ kind: "section", block: key, noun: "this section" });
  else if (table) composer.write({ kind: "block", block: table[0].dataset.block, endBlock: table.at(-1).dataset.block, noun: "this table" });
  else composer.write({ kind: "block", block: key, start: 0, end: anchors.codePoints(anchors.textOf(element)), quote: anchors.textOf(element), noun: `this ${nounOf(unit)}` });
}

/** The paragraph or item under the hand, or the first one in view. */
function blockInView() {
  const all = [...text.querySelectorAll(anchors.BLOCK)];
  return all.findLast((each) => each.parentElement.matches(":hover")) ?? all.find((each) => each.getBoundingClientRect().top > 130);
}

/** @param {string} address */
export async function copyLink(address) {
  try { await navigator.clipboard.writeText(address); say("The link is copied."); }
  catch { say(address); }
}

const linkTo = (chosen) => `${location.origin}${location.pathname}#${chosen.start.block}:${chosen.start.offset}-${chosen.end.offset}`;
const bar = document.querySelector("[data-select-bar]");
const choosing = bar ? selection.start(text, bar, (action, chosen) => {
  if (action === "link") copyLink(linkTo(chosen));
  else composer.write(target(chosen, action === "propose"));
}) : null;

/** On the selection, or on the paragraph in view. */
export function writeHere() {
  const chosen = choosing?.current();
  if (chosen) { choosing.hide(); composer.write(target(chosen)); return; }
  const element = blockInView();
  if (element) onBlock(element.dataset.block);
}

export const onDocument = () => composer.write({ kind: "document", block: "" });

/** Offers to go on with a comment of this version that was not sent. */
export function offerDraft() {
  const [draft] = template ? composer.unsent() : [];
  if (!draft) return;
  const goOn = async () => { await goTo(draft.block); composer.write(withRange(draft)); };
  say("You have an unsent comment on this version.", { action: "Go on writing", onAction: goOn });
}

function withRange(draft) {
  const block = draft.kind === "range" ? anchors.block(draft.block, text) : null;
  return { ...draft, range: block ? anchors.rangeOf(block, draft.start, draft.end) : null };
}
