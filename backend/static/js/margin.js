// Keeps cards beside their words: one read pass, greedy push-down, the active card pinned to its words and the
// ones above it pushed up. At rest a paragraph shows three cards and says what else there is.
import * as anchors from "./anchors.js";
import * as comments from "./comments.js";
import * as highlights from "./highlights.js";

const GAP = 8;
const AT_REST = 3;
const NARROW = "(max-width: 52rem)";

/** @type {HTMLElement} */ let margin;
/** @type {HTMLElement} */ let text;
/** @type {SVGPathElement | null} */ let tie = null;
let active = "";
let openGroup = "";
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
  openGroup = element?.dataset.block ?? "";
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

/** Reads all places, then writes all transforms. */
function place() {
  if (matchMedia(NARROW).matches) { noTie(); return; }
  const origin = margin.getBoundingClientRect().top;
  const rows = grouped(readRows(origin));
  const pinned = rows.findIndex((row) => row.pinned);
  const tops = stack(rows, pinned);
  rows.forEach((row, at) => { row.element.style.transform = `translateY(${Math.round(tops[at])}px)`; });
  margin.style.minHeight = rows.length ? `${Math.round(Math.max(...rows.map((row, at) => tops[at] + row.height)))}px` : "";
  drawTo(pinned >= 0 ? rows[pinned] : null, pinned >= 0 ? tops[pinned] : 0, origin);
}

/** @returns {{element: HTMLElement, want: number, height: number, block: string, start: number, pinned: boolean, line: number}[]} */
function readRows(origin) {
  const tops = new Map();
  const rows = [];
  for (const element of cards()) {
    const uid = element.dataset.comment;
    const writing = element.hasAttribute("data-composer");
    element.hidden = !writing && uid !== active && !comments.isShown(uid);
    if (element.hidden) continue;
    const entry = comments.get(uid);
    const want = wantedTop(element, entry, tops, origin);
    if (want === null) { element.hidden = true; continue; }
    rows.push({ element, want, line: want, height: 0, block: element.dataset.block ?? "", start: Number(element.dataset.start ?? 0), pinned: writing || (uid === active && !document.querySelector("[data-composer]")) });
  }
  rows.sort((a, b) => a.want - b.want || a.start - b.start);
  for (const row of rows) row.height = row.element.offsetHeight;
  return rows;
}

/** Where a card wants to stand, in pixels from the margin's top; null while its block is not on the page. */
function wantedTop(element, entry, tops, origin) {
  const key = element.dataset.block;
  if (!key) return 0;
  const block = anchors.block(key, text);
  if (!block) return null;
  if (!tops.has(key)) tops.set(key, block.getBoundingClientRect().top - origin);
  const start = Number(element.dataset.start ?? 0);
  const isRange = entry ? entry.kind === "range" : element.dataset.kind === "range";
  if (!isRange || start === 0) return tops.get(key);
  const range = anchors.rangeOf(block, start, start + 1);
  const rect = range?.getBoundingClientRect();
  return rect && rect.height ? rect.top - origin : tops.get(key);
}

/** Keeps the first cards of a crowded paragraph and puts one line for the rest. */
function grouped(rows) {
  for (const line of margin.querySelectorAll(":scope > .card-group")) line.remove();
  const result = [];
  for (const [key, list] of Map.groupBy(rows, (row) => row.block)) {
    const closed = key && list.length > AT_REST && key !== openGroup && !list.some((row) => row.pinned);
    if (!closed) { result.push(...list); continue; }
    const rest = list.slice(AT_REST - 1);
    for (const row of rest) row.element.hidden = true;
    const line = groupLine(key, rest);
    margin.append(line);
    result.push(...list.slice(0, AT_REST - 1), { element: line, want: rest[0].want, line: rest[0].want, height: line.offsetHeight, block: key, start: rest[0].start, pinned: false });
  }
  return result.sort((a, b) => a.want - b.want || a.start - b.start);
}

/** "CNES 1 · NASA 2": who else spoke of this paragraph. */
function groupLine(key, rest) {
  const line = document.createElement("button");
  line.type = "button";
  line.className = "card-group";
  const codes = rest.map((row) => comments.get(row.element.dataset.comment)?.agency || "other");
  const counts = [...Map.groupBy(codes, (code) => code)].map(([code, list]) => `${code} ${list.length}`);
  line.textContent = `${rest.length} more: ${counts.join(" · ")}`;
  line.addEventListener("click", () => { openGroup = key; schedule(); });
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
