// Offsets in a block's text and places in the page: characters are counted as Unicode code points in blocks
// (as the server counts) and as UTF-16 units in the DOM. `[data-object]` stands for one character, whatever it
// holds; `[data-skip]` (numbers, buttons, inserted proposals) for none. Blocks in blocks are left to themselves.

export const BLOCK = "[data-block]";
const OBJECT = "[data-object]";
const SKIP = "[data-skip], button";
const QUOTE_CONTEXT = 32;

/** @typedef {{block: string, offset: number}} Point */
/** @typedef {{start: Point, end: Point, quote: string, prefix: string, suffix: string, range: Range}} Selected */
/** @typedef {{node: Node, start: number, length: number, text: string}} Piece  start, length: code points */

/** The blocks on the page by key. @type {Map<string, HTMLElement>} */
const known = new Map();

/** Takes in the blocks of new content. @param {ParentNode} root */
export function learn(root) {
  for (const element of root.querySelectorAll(BLOCK)) known.set(element.dataset.block, element);
}

/** @param {string} key @param {Node} [root] @returns {HTMLElement | null}  null while it is not on the page */
export function block(key, root = document) {
  const element = known.get(key);
  return element && root.contains(element) ? element : null;
}

/** @param {Node | null} node @returns {HTMLElement | null} */
export function blockOf(node) {
  const element = node instanceof Element ? node : node?.parentElement;
  return element?.closest(BLOCK) ?? null;
}

/** The pieces of a block's text in order. @param {Element} root @returns {Piece[]} */
function pieces(root) {
  const found = [];
  let at = 0;
  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const length = codePoints(node.data);
      if (length) found.push({ node, start: at, length, text: node.data });
      at += length;
    } else if (node instanceof Element) {
      if (node !== root && (node.matches(SKIP) || node.matches(BLOCK))) return;
      if (node !== root && node.matches(OBJECT)) { found.push({ node, start: at, length: 1, text: "\uFFFC" }); at += 1; return; }
      for (const child of node.childNodes) visit(child);
    }
  };
  visit(root);
  return found;
}

/** @param {string} text */
export const codePoints = (text) => {
  let count = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit >= 0xd800 && unit <= 0xdbff && at + 1 < text.length) { count -= 1; at += 1; }
  }
  return count;
};

/** UTF-16 units of the first `count` code points. */
function units(text, count) {
  let at = 0;
  for (let seen = 0; seen < count && at < text.length; seen += 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}

/** A block's text as the server knows it. @param {Element} root */
export const textOf = (root) => pieces(root).map((piece) => piece.text).join("");

/** Characters `start..end` of a block as a Range; null when the block has no such text.
 * @param {Element} root @param {number} start @param {number} end */
export function rangeOf(root, start, end) {
  const list = pieces(root);
  if (!list.length) return null;
  const range = document.createRange();
  const last = list.at(-1);
  const total = last.start + last.length;
  const [from, to] = [Math.min(start, total), Math.min(Math.max(end, start), total)];
  const first = list.find((piece) => from < piece.start + piece.length) ?? last;
  const final = list.findLast((piece) => to > piece.start) ?? first;
  if (first.node instanceof Element) range.setStartBefore(first.node);
  else range.setStart(first.node, units(first.text, from - first.start));
  if (final.node instanceof Element) range.setEndAfter(final.node);
  else range.setEnd(final.node, units(final.text, Math.max(0, to - final.start)));
  return range;
}

/** Where a DOM place lies in its block's text; null outside of blocks.
 * @param {Node} container @param {number} offset @returns {Point | null} */
export function pointOf(container, offset) {
  const root = blockOf(container);
  if (!root) return null;
  const probe = document.createRange();
  probe.setStart(container, offset);
  let at = 0;
  for (const piece of pieces(root)) {
    if (piece.node === container) return { block: root.dataset.block, offset: piece.start + codePoints(piece.text.slice(0, offset)) };
    if (probe.comparePoint(piece.node, 0) >= 0) break;
    at = piece.start + piece.length;
  }
  return { block: root.dataset.block, offset: at };
}

/** What the person selected within `area`, trimmed to words' edges of white space; null when nothing.
 * @param {Element} area @returns {Selected | null} */
export function selected(area) {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!area.contains(range.startContainer)) return null;
  const inside = [...area.querySelectorAll(BLOCK)].filter((element) => range.intersectsNode(element) && textOf(element));
  const first = inside[0];
  const last = inside.at(-1);
  if (!first || !last) return null;
  const own = (element, node) => blockOf(node) === element;
  let start = own(first, range.startContainer) ? pointOf(range.startContainer, range.startOffset).offset : 0;
  const lastLength = codePoints(textOf(last));
  let end = own(last, range.endContainer) ? pointOf(range.endContainer, range.endOffset).offset : lastLength;
  if (first !== last && end === 0) return selectedWithin(first, start, codePoints(textOf(first)));
  if (first === last) return selectedWithin(first, start, end);
  return describe(first, start, last, end, inside);
}

function selectedWithin(element, start, end) {
  const characters = [...textOf(element)];
  let [from, to] = [start, end];
  while (from < to && /\s/.test(characters[from])) from += 1;
  while (to > from && /\s/.test(characters[to - 1])) to -= 1;
  return from < to ? describe(element, from, element, to, [element]) : null;
}

/** The anchor of characters from one block to another, with its words and their context. */
export function describe(first, start, last, end, between = [first]) {
  const before = [...textOf(first)];
  const after = [...textOf(last)];
  const quote = first === last ? before.slice(start, end).join("")
    : between.map((element) => element === first ? before.slice(start).join("")
      : element === last ? after.slice(0, end).join("") : textOf(element)).join("\n");
  const range = rangeOf(first, start, first === last ? end : Infinity);
  if (first !== last) { const tail = rangeOf(last, 0, end); if (tail) range.setEnd(tail.endContainer, tail.endOffset); }
  return {
    start: { block: first.dataset.block, offset: start },
    end: { block: last.dataset.block, offset: end },
    quote, range,
    prefix: before.slice(Math.max(0, start - QUOTE_CONTEXT), start).join(""),
    suffix: after.slice(end, end + QUOTE_CONTEXT).join(""),
  };
}
