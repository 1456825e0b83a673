// The buttons beside paragraphs: how many comments each has, or to write the first.
import * as anchors from "./anchors.js";
import * as comments from "./comments.js";
import { mayComment } from "./room.js";

/** Gives each paragraph, list item and table its button: how many comments it has, or to write the first.
 * @param {ParentNode} root */
export function decorate(root) {
  const counts = comments.byBlock();
  for (const unit of root.querySelectorAll(".unit")) {
    const items = unit.querySelectorAll(".block.list_item");
    for (const item of items) tools(ownHolder(item), item.id, counts.get(item.id) ?? []);
    if (items.length) continue;
    const here = [...unit.querySelectorAll(anchors.BLOCK)].flatMap((element) => counts.get(element.dataset.block) ?? []);
    tools(unit.querySelector(":scope > [data-unit-tools]"), unit.dataset.unit, here);
  }
}

function ownHolder(item) {
  const known = item.querySelector(":scope > .unit__tools");
  if (known) return known;
  const holder = document.createElement("div");
  holder.className = "unit__tools";
  holder.dataset.skip = "";
  item.append(holder);
  return holder;
}

const NOUNS = { heading: "section", cell: "table", figure: "figure", equation: "equation", list_item: "item", caption: "caption", footnote: "note", endnote: "note" };

/** What a unit is for people: a paragraph, the section of a heading, a table … @param {Element | null} unit */
export function nounOf(unit) {
  const kind = Object.keys(NOUNS).find((name) => unit?.classList.contains(`unit--${name}`));
  return kind ? NOUNS[kind] : "paragraph";
}

function tools(holder, key, here) {
  if (!holder || holder.dataset.showing === String(here.length)) return;
  holder.dataset.showing = String(here.length);
  const label = here.length === 1 ? "1 comment" : `${here.length} comments`;
  const noun = nounOf(holder.closest(".unit"));
  const button = document.createElement("button");
  button.type = "button";
  if (here.length) {
    button.className = "unit__count";
    button.dataset.showComments = here[0].uid;
    button.textContent = String(here.length);
    button.setAttribute("aria-label", `${label} on this ${noun}`);
  } else if (mayComment) {
    button.className = "unit__add";
    button.dataset.addComment = key;
    button.textContent = "+";
    button.setAttribute("aria-label", `Comment on this ${noun}`);
    button.title = `Comment on this ${noun} (c)`;
  } else { holder.replaceChildren(history(key, noun)); return; }
  holder.replaceChildren(button, history(key, noun));
}

/** The way to all that a paragraph has been. @param {string} key @param {string} noun */
function history(key, noun) {
  const link = document.createElement("a");
  link.className = "unit__history";
  link.href = `history/${encodeURIComponent(key)}/`;
  link.textContent = "↺";
  link.title = `History of this ${noun}: since when, by whom`;
  link.setAttribute("aria-label", `History of this ${noun}`);
  return link;
}
