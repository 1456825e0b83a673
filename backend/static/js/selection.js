// The small bar over selected words: comment, propose a change, copy a link.
import * as anchors from "./anchors.js";

/**
 * @param {HTMLElement} text
 * @param {HTMLElement} bar  with buttons [data-do="comment" | "propose" | "link"]
 * @param {(action: string, selected: import("./anchors.js").Selected) => void} act
 */
export function start(text, bar, act) {
  let current = null;
  const hide = () => { bar.hidden = true; current = null; };
  const show = () => {
    current = anchors.selected(text);
    if (!current) { bar.hidden = true; return; }
    const propose = bar.querySelector('[data-do="propose"]');
    if (propose) propose.hidden = current.start.block !== current.end.block;
    bar.hidden = false;
    place(bar, text);
  };
  document.addEventListener("pointerup", (event) => { if (!bar.contains(event.target)) setTimeout(show); });
  document.addEventListener("keyup", (event) => { if (event.shiftKey || event.key === "Shift") show(); });
  document.addEventListener("selectionchange", () => {
    if (document.getSelection()?.isCollapsed) hide();
    else if (matchMedia("(pointer: coarse)").matches) show();
  });
  bar.addEventListener("pointerdown", (event) => event.preventDefault());
  bar.addEventListener("click", (event) => {
    const action = event.target.closest("[data-do]")?.dataset.do;
    const chosen = current ?? anchors.selected(text);
    if (!action || !chosen) return;
    hide();
    act(action, chosen);
  });
  return { current: () => anchors.selected(text), hide };
}

/** Above the first line of the selection, inside the text's width. */
function place(bar, text) {
  const range = document.getSelection().getRangeAt(0);
  const rect = [...range.getClientRects()].find((each) => each.width > 1) ?? range.getBoundingClientRect();
  const frame = bar.offsetParent.getBoundingClientRect();
  const area = text.getBoundingClientRect();
  const left = Math.max(area.left, Math.min(rect.left, area.right - bar.offsetWidth));
  const above = rect.top - bar.offsetHeight - 8;
  bar.style.left = `${left - frame.left}px`;
  bar.style.top = `${(above > 110 ? above : rect.bottom + 8) - frame.top}px`;
}
