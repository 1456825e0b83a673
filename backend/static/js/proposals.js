// All markup: open proposals shown in the text itself, without moving an offset (what is put in is skipped).
import * as anchors from "./anchors.js";
import * as comments from "./comments.js";
import * as highlights from "./highlights.js";
import * as margin from "./margin.js";

/** Marks what goes and puts in what comes, for the proposals on this page. @param {HTMLElement} text */
export function show(text) {
  hide(text);
  const gone = [];
  for (const entry of comments.shown()) {
    const card = entry.proposal && comments.isOpen(entry) && margin.card(entry.uid);
    if (card) gone.push(...lay(entry, card.querySelector("[data-proposal-redline]"), text));
  }
  highlights.fill("gone", gone);
}

/** @param {HTMLElement} text */
export function hide(text) {
  for (const element of text.querySelectorAll("ins[data-skip]")) {
    const parent = element.parentNode;
    element.remove();
    parent?.normalize();
  }
  highlights.fill("gone", []);
}

/** Walks the proposal's redline along the comment's words in its block. */
function lay(entry, redline, text) {
  const [key, start] = entry.segments[0] ?? [];
  const block = key && anchors.block(key, text);
  if (!block || !redline || entry.segments.length > 1) return [];
  const gone = [];
  const come = [];
  let at = start;
  for (const part of redline.childNodes) {
    const words = part.textContent;
    if (part.nodeName === "INS") { come.push([at, words]); continue; }
    const length = anchors.codePoints(words);
    if (part.nodeName === "DEL") { const range = anchors.rangeOf(block, at, at + length); if (range) gone.push(range); }
    at += length;
  }
  for (const [offset, words] of come.reverse()) insert(block, offset, words, entry);
  return gone;
}

function insert(block, offset, words, entry) {
  const range = anchors.rangeOf(block, offset, offset);
  if (!range) return;
  const element = document.createElement("ins");
  element.dataset.skip = "";
  element.textContent = words;
  element.title = `${entry.number || entry.agency} proposes`;
  range.insertNode(element);
}
