// Walking from comment to comment, and bringing one with its words into view.
import * as anchors from "./anchors.js";
import * as comments from "./comments.js";
import * as highlights from "./highlights.js";
import * as lazy from "./lazy.js";
import * as margin from "./margin.js";
import { text } from "./room.js";
import { say } from "./toasts.js";

const place = document.querySelector("[data-place]");
const behavior = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth");

/** Says which comment of how many is open. */
export function showPlace() {
  if (!place) return;
  const shown = comments.shown();
  const at = shown.findIndex((entry) => entry.uid === margin.activeId());
  const all = comments.total();
  const of = shown.length < all ? `${shown.length} of ${all} comments` : `${all} comment${all === 1 ? "" : "s"}`;
  place.textContent = at >= 0 ? `${at + 1} of ${shown.length}${shown.length < all ? ` (${all} in all)` : ""}` : of;
}

/** Opens a comment and brings its words into view. @param {string} uid @param {{focus?: boolean, scroll?: boolean}} [how] */
export async function openComment(uid, { focus = true, scroll = true } = {}) {
  const entry = comments.get(uid);
  if (!entry) return;
  await lazy.bring(text, entry.ordinal);
  margin.activate(uid);
  const words = (entry.block && anchors.block(entry.block, text)) || null;
  const rect = (entry.kind === "range" && highlights.rangesOf(entry, text)[0]?.getBoundingClientRect()) || words?.getBoundingClientRect();
  if (scroll && rect && (rect.top < 150 || rect.bottom > innerHeight - 160)) {
    window.scrollBy({ top: rect.top - innerHeight * 0.35, behavior: Math.abs(rect.top) < innerHeight * 2 ? behavior() : "instant" });
  }
  const card = margin.card(uid);
  if (focus) card?.focus({ preventScroll: true });
  if (scroll && card) keepInView(card, rect);
  showPlace();
}

/** A tall card that reaches below the window is brought up, as long as its words stay in view. */
export function keepInView(card, words) {
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const below = card.getBoundingClientRect().bottom - (innerHeight - 24);
    const above = (words?.top ?? innerHeight / 2) - 170;
    if (below > 0 && above > 0 && getComputedStyle(card).position === "absolute") window.scrollBy({ top: Math.min(below, above), behavior: behavior() });
  }));
}

/** To the next (1) or previous (-1) comment; loads the next piece when it is not known what is there. */
export async function step(direction) {
  const shown = comments.shown();
  const at = shown.findIndex((entry) => entry.uid === margin.activeId());
  const from = at >= 0 ? shown[at].ordinal : firstVisibleOrdinal();
  const next = at >= 0 ? shown[at + direction] : direction > 0 ? shown.find((entry) => entry.ordinal >= from) : shown.findLast((entry) => entry.ordinal < from);
  if (next) { await openComment(next.uid); return; }
  const count = comments.total();
  if (await lazy.bringNext(text, from, direction) && comments.total() > count) { await step(direction); return; }
  say(direction > 0 ? "That was the last comment." : "That was the first comment.");
}

function firstVisibleOrdinal() {
  const unit = [...text.querySelectorAll(".unit")].find((each) => each.getBoundingClientRect().bottom > 140);
  return Number(unit?.dataset.ordinal ?? 0);
}
