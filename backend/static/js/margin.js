// Keeps cards beside their words: one read pass, greedy push-down, the active card pinned to its words and the
// ones above it pushed up. At rest a paragraph shows three cards and says what else there is.
import * as anchors from "./anchors.js";
import * as comments from "./comments.js";
import * as highlights from "./highlights.js";

const GAP = 8;
const TOP = 20;
const AT_REST = 3;
const NARROW = "(max-width: 52rem)";

/** @type {HTMLElement} */ let margin;
/** @type {HTMLElement} */ let text;
/** @type {SVGPathElement | null} */ let tie = null;
let active = "";
/** The paragraph whose cards are all shown; "" is the whole document. */
/** @type {string | null} */ let openGroup = null;
let waiting = 0;
/** @type {ResizeObserver} */ let sizes;

/** @param {HTMLElement} marginElement @param {HTMLElement} textElement */
export function start(marginElement, textElement) {
  margin = marginElement;
  text = textElement;
  margin.dataset.placed = "";
  tie = drawTie(margin.parentElement);
  sizes = new ResizeObserver(() => schedule());
  sizes.observe(text);
  for (const card of cards()) sizes.observe(card);
  window.addEventListener("resize", () => schedule());
  document.fonts?.ready.then(() => schedule());
  margin.classList.add("is-still");
  schedule();
  requestAnimationFrame(() => requestAnimationFrame(() => margin.classList.remove("is-still")));
}

const cards = () => /** @type {HTMLElement[]} */ ([...margin.querySelectorAll(":scope > .card")]);
/** @param {string} uid @returns {HTMLElement | null} */
export const card = (uid) => margin.querySelector(`:scope > [data-comment="${CSS.escape(uid)}"]`);
export const activeId = () => active;

/** Takes cards in; one that is here already is replaced. @param {HTMLElement[]} list */
export function add(list) {
  for (const element of list) {
    const known = card(element.dataset.comment);
    if (known) { sizes.unobserve(known); known.replaceWith(element); } else margin.append(element);
    sizes.observe(element);
  }
  schedule();
}

/** @param {HTMLElement} element */
export function remove(element) {
  sizes.unobserve(element);
  element.remove();
  schedule();
}

/** Opens one card and closes the others; "" closes all. @param {string} uid */
export function activate(uid) {
  if (active && active !== uid) card(active)?.classList.remove("is-active");
  active = uid;
  const element = uid ? card(uid) : null;
  element?.classList.add("is-active");
  openGroup = element ? element.dataset.block ?? "" : null;
  const entry = comments.get(uid);
  highlights.fill("active", entry ? wordsOf(entry) : []);
  schedule();
  margin.dispatchEvent(new CustomEvent("comment:active", { detail: uid, bubbles: true }));
}

/** The ranges to light for a comment: its words, or for a whole paragraph all of it. */
function wordsOf(entry) {
  if (entry.kind === "range") return highlights.rangesOf(entry, text);
  return [];
}

export function schedule() {
  if (!waiting) waiting = requestAnimationFrame(() => { waiting = 0; place(); });
}

/** First what is shown (writes), then all places (reads), then all transforms (writes): one layout each time. */
function place() {
  if (matchMedia(NARROW).matches) { noTie(); return; }
  const rows = arranged();
  const origin = margin.getBoundingClientRect().top;
  read(rows, origin);
  rows.sort((a, b) => a.want - b.want || a.start - b.start || a.rank - b.rank);
  const pinned = rows.findIndex((row) => row.pinned);
  const tops = stack(rows, pinned);
  rows.forEach((row, at) => move(row.element, Math.round(tops[at])));
  margin.style.minHeight = rows.length ? `${Math.round(Math.max(...rows.map((row, at) => tops[at] + row.height)))}px` : "";
  drawTo(pinned >= 0 ? rows[pinned] : null, pinned >= 0 ? tops[pinned] : 0, origin);
}

function move(element, top) {
  if (element.dataset.top === String(top)) return;
  element.dataset.top = String(top);
  element.style.transform = `translateY(${top}px)`;
}

/** @typedef {{element: HTMLElement, block: string, start: number, rank: number, pinned: boolean, want: number, height: number}} Row */

/** What is shown now, without a look at the layout: a crowded paragraph keeps its first cards and a line for the rest.
 * @returns {Row[]} */
function arranged() {
  const writing = Boolean(margin.querySelector(":scope > [data-composer]"));
  const candidates = cards().filter(isHere).map((element) => ({
    element, block: element.dataset.block ?? "", start: Number(element.dataset.start ?? 0), rank: 0,
    pinned: element.hasAttribute("data-composer") || (!writing && element.dataset.comment === active), want: 0, height: 0,
  }));
  const rows = [];
  const lines = new Set();
  for (const [key, list] of Map.groupBy(candidates, (row) => row.block)) {
    list.sort((a, b) => a.start - b.start);
    const isCrowded = list.length > AT_REST && key !== openGroup && !list.some((row) => row.pinned);
    const rest = isCrowded ? list.slice(AT_REST - 1) : [];
    for (const row of list) show(row.element, !rest.includes(row));
    rows.push(...list.filter((row) => !rest.includes(row)));
    if (!isCrowded) continue;
    const element = groupLine(key, rest);
    lines.add(element);
    rows.push({ element, block: key, start: rest[0].start, rank: 1, pinned: false, want: 0, height: 0 });
  }
  for (const [key, line] of groupLines) if (!lines.has(line)) { line.remove(); groupLines.delete(key); }
  return rows;
}

/** Whether a card's words are on the page and pass the filter; hides it otherwise. */
function isHere(element) {
  const uid = element.dataset.comment;
  const wanted = element.hasAttribute("data-composer") || uid === active || comments.isShown(uid);
  const is = wanted && (!element.dataset.block || Boolean(anchors.block(element.dataset.block, text)));
  if (!is) show(element, false);
  return is;
}

function show(element, shown) {
  if (element.hidden === shown) element.hidden = !shown;
}

/** Where each wants to stand, in pixels from the margin's top, and how high it is. @param {Row[]} rows */
function read(rows, origin) {
  const tops = new Map();
  for (const row of rows) {
    const block = row.block ? anchors.block(row.block, text) : null;
    if (block && !tops.has(row.block)) tops.set(row.block, block.getBoundingClientRect().top - origin);
    const words = row.start > 0 ? highlights.firstRange(row.element.dataset.comment ?? "")?.getBoundingClientRect() : null;
    row.want = words?.height ? words.top - origin : tops.get(row.block) ?? TOP;
    row.height = row.element.offsetHeight;
  }
}

/** @type {Map<string, HTMLButtonElement>} */ const groupLines = new Map();

/** "CNES 1 · NASA 2": who else spoke of this paragraph. @param {string} key @param {Row[]} rest */
function groupLine(key, rest) {
  let line = groupLines.get(key);
  if (!line) {
    line = document.createElement("button");
    line.type = "button";
    line.className = "card-group";
    line.addEventListener("click", () => { openGroup = key; schedule(); });
    groupLines.set(key, line);
    margin.append(line);
  }
  const codes = rest.map((row) => comments.get(row.element.dataset.comment)?.agency || "other");
  const counts = [...Map.groupBy(codes, (code) => code)].map(([code, list]) => `${code} ${list.length}`);
  const words = `${rest.length} more${key ? "" : " on the whole document"}: ${counts.join(" · ")}`;
  if (line.textContent !== words) line.textContent = words;
  return line;
}

/** Tops from wishes: downwards from the pinned one, upwards before it; all downwards without one. */
function stack(rows, pinned) {
  const tops = rows.map((row) => row.want);
  const from = Math.max(pinned, 0);
  for (let at = from; at < rows.length; at += 1) {
    if (at > from) tops[at] = Math.max(rows[at].want, tops[at - 1] + rows[at - 1].height + GAP);
  }
  if (pinned < 0) return tops;
  const above = rows.slice(0, pinned).map((row) => row.want);
  for (let at = 1; at < pinned; at += 1) above[at] = Math.max(above[at], above[at - 1] + rows[at - 1].height + GAP);
  for (let at = pinned - 1; at >= 0; at -= 1) tops[at] = Math.min(above[at], tops[at + 1] - rows[at].height - GAP);
  return tops;
}

function drawTie(reader) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "reader__tie");
  svg.setAttribute("aria-hidden", "true");
  for (const name of ["tie", "tie tie--words"]) {
    const path = svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "path"));
    path.setAttribute("class", name);
  }
  reader.append(svg);
  return /** @type {SVGPathElement} */ (svg.firstElementChild);
}

function noTie() {
  for (const path of tie?.parentElement.children ?? []) path.setAttribute("d", "");
}

/** A thin line from the end of the words to their card. */
function drawTo(row, top, origin) {
  if (!row || !row.block || !tie) { noTie(); return; }
  const frame = margin.parentElement.getBoundingClientRect();
  const entry = comments.get(row.element.dataset.comment);
  const range = entry?.kind === "range" ? highlights.rangesOf(entry, text)[0] : null;
  const words = range ? [...range.getClientRects()].at(0) : anchors.block(row.block, text)?.getBoundingClientRect();
  if (!words) { noTie(); return; }
  const area = text.getBoundingClientRect();
  const y = range ? words.bottom - frame.top : words.top - frame.top + 14;
  const x = range ? words.right - frame.left : area.right - frame.left - 4;
  const cardX = margin.getBoundingClientRect().left - frame.left;
  const cardY = origin - frame.top + top + 16;
  const bend = area.right - frame.left + 4;
  tie.setAttribute("d", `M${bend} ${y} L${cardX} ${cardY}`);
  tie.nextElementSibling.setAttribute("d", range ? `M${x} ${y} H${bend}` : "");
}
