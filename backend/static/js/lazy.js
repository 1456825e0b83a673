// Brings the pieces of a long version when they come near, and their comments; estimates their height until then.
import { arrived } from "./behaviours.js";
import { fetchHtml, fragment } from "./http.js";
import { say } from "./toasts.js";

const LINE = 27;
const CHARACTERS_A_LINE = 68;
const AHEAD = "1400px 0px";

/** @type {{blocksUrl: string, commentsUrl: string, taken: (chunk: HTMLElement) => void, cards: (root: DocumentFragment) => void}} */ let room;
/** @type {Map<HTMLElement, Promise<void>>} */ const coming = new Map();
/** @type {Set<HTMLElement>} */ const withCards = new Set();

/** @param {HTMLElement} text @param {typeof room} options */
export function start(text, options) {
  room = options;
  const near = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) if (isIntersecting) { near.unobserve(target); load(/** @type {HTMLElement} */ (target)); }
  }, { rootMargin: AHEAD });
  for (const chunk of chunks(text)) {
    if (isWaiting(chunk)) estimate(chunk);
    near.observe(chunk);
  }
}

const chunks = (text) => /** @type {HTMLElement[]} */ ([...text.querySelectorAll("[data-chunk]")]);
const isWaiting = (chunk) => chunk.hasAttribute("data-waiting");

/** As high as its text will be, about; counted on a loaded neighbour where there is one. */
function estimate(chunk) {
  const characters = Number(chunk.dataset.characters || 0);
  const count = Number(chunk.dataset.last) - Number(chunk.dataset.first) + 1;
  const lines = characters / CHARACTERS_A_LINE + count * 0.5;
  chunk.style.minHeight = `${Math.round(lines * LINE + count * 12)}px`;
}

/** Loads a piece and its comments once. @param {HTMLElement} chunk @returns {Promise<void>} */
export function load(chunk) {
  if (!coming.has(chunk)) coming.set(chunk, Promise.all([text(chunk), cards(chunk)]).then(() => room.taken(chunk)));
  return coming.get(chunk);
}

async function text(chunk) {
  if (!isWaiting(chunk)) return;
  const answer = await fetchHtml(`${room.blocksUrl}?from=${chunk.dataset.first}&to=${chunk.dataset.last}`);
  if (!answer.ok) { coming.delete(chunk); say("A part of the text could not be loaded. Scroll to it again.", { kind: "error" }); return; }
  const before = anchorOfView(chunk);
  chunk.replaceChildren(fragment(answer.html));
  chunk.removeAttribute("data-waiting");
  chunk.classList.remove("chunk--waiting");
  chunk.style.minHeight = "";
  arrived(chunk);
  before();
}

/** Keeps what is on the screen where it is when a piece above it changes its height. */
function anchorOfView(chunk) {
  const above = chunk.getBoundingClientRect();
  if (above.bottom > 0) return () => {};
  const height = chunk.offsetHeight;
  return () => window.scrollBy({ top: chunk.offsetHeight - height, behavior: "instant" });
}

async function cards(chunk) {
  if (withCards.has(chunk) || !room.commentsUrl) return;
  withCards.add(chunk);
  const answer = await fetchHtml(`${room.commentsUrl}?from=${chunk.dataset.first}&to=${chunk.dataset.last}`);
  if (answer.ok) room.cards(fragment(answer.html));
  else { withCards.delete(chunk); coming.delete(chunk); say("The comments of a part could not be loaded. Scroll to it again.", { kind: "error" }); }
}

/** Loads the piece that holds an ordinal. @param {HTMLElement} area @param {number} ordinal */
export async function bring(area, ordinal) {
  const chunk = chunks(area).find((each) => ordinal >= Number(each.dataset.first) && ordinal <= Number(each.dataset.last));
  if (chunk) await load(chunk);
}

/** Loads the first piece after an ordinal that is not here yet; false when all are. @returns {Promise<boolean>} */
export async function bringNext(area, ordinal, direction = 1) {
  const list = chunks(area).filter((each) => !withCards.has(each));
  const next = direction > 0 ? list.find((each) => Number(each.dataset.last) > ordinal) : list.findLast((each) => Number(each.dataset.first) < ordinal);
  if (!next) return false;
  await load(next);
  return true;
}
