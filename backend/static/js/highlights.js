// Paints the words that comments are about (CSS Custom Highlight API) and tells which comments lie under a place.
import * as anchors from "./anchors.js";

/** @typedef {import("./comments.js").Entry} Entry */

const painted = typeof CSS !== "undefined" && "highlights" in CSS;
const order = ["find", "decided", "comment", "proposal", "gone", "writing", "active"];
const layers = new Map(painted ? order.map((name, at) => {
  const layer = new Highlight();
  layer.priority = at;
  CSS.highlights.set(name, layer);
  return [name, layer];
}) : []);

/** uid -> the ranges painted for it @type {Map<string, {layer: string, ranges: Range[]}>} */
const byComment = new Map();

/** @param {Entry} entry */
const layerOf = (entry) => ["decided", "closed", "withdrawn"].includes(entry.state) ? "decided" : entry.proposal ? "proposal" : "comment";

/** Paints a comment's words wherever its blocks are on the page. @param {Entry} entry @param {ParentNode} area */
export function paint(entry, area) {
  unpaint(entry.uid);
  if (entry.kind !== "range") return;
  const ranges = rangesOf(entry, area);
  const layer = layerOf(entry);
  if (!ranges.length) return;
  byComment.set(entry.uid, { layer, ranges });
  for (const range of ranges) layers.get(layer)?.add(range);
}

/** @param {string} uid */
export function unpaint(uid) {
  const known = byComment.get(uid);
  for (const range of known?.ranges ?? []) layers.get(known.layer)?.delete(range);
  byComment.delete(uid);
}

/** Where a painted comment's words begin. @param {string} uid @returns {Range | undefined} */
export const firstRange = (uid) => byComment.get(uid)?.ranges[0];

/** @param {Entry} entry @param {ParentNode} area @returns {Range[]} */
export function rangesOf(entry, area) {
  return entry.segments.flatMap(([key, start, end]) => {
    const block = anchors.block(key, area);
    const range = block && anchors.rangeOf(block, start, end);
    return range ? [range] : [];
  });
}

/** Fills a layer with these ranges only. @param {string} name @param {Range[]} ranges */
export function fill(name, ranges) {
  const layer = layers.get(name);
  if (!layer) return;
  layer.clear();
  for (const range of ranges) layer.add(range);
}

/** The comments whose painted words lie under a place of the window, the shortest first.
 * @param {number} x @param {number} y @returns {string[]} */
export function under(x, y) {
  const place = document.caretPositionFromPoint?.(x, y);
  const [node, offset] = place ? [place.offsetNode, place.offset] : legacy(x, y);
  if (!node) return [];
  return [...byComment]
    .filter(([, { ranges }]) => ranges.some((range) => range.isPointInRange(node, offset)))
    .sort(([, a], [, b]) => a.ranges.join("").length - b.ranges.join("").length)
    .map(([uid]) => uid);
}

function legacy(x, y) {
  const range = document.caretRangeFromPoint?.(x, y);
  return range ? [range.startContainer, range.startOffset] : [null, 0];
}
