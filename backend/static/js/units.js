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

function tools(holder, key, here) {
  if (!holder || holder.dataset.showing === String(here.length)) return;
  holder.dataset.showing = String(here.length);
  const label = here.length === 1 ? "1 comment" : `${here.length} comments`;
  const button = document.createElement("button");
  button.type = "button";
  if (here.length) {
    button.className = "unit__count";
    button.dataset.showComments = here[0].uid;
    button.textContent = String(here.length);
    button.setAttribute("aria-label", `${label} on this paragraph`);
  } else if (mayComment) {
    button.className = "unit__add";
    button.dataset.addComment = key;
    button.textContent = "+";
    button.setAttribute("aria-label", "Comment on this paragraph");
    button.title = "Comment on this paragraph (c)";
  } else { holder.replaceChildren(); return; }
  holder.replaceChildren(button);
}
