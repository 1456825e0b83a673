// The comments of the version on this page: where each lies and what it is, whether its card is here or not yet.

/**
 * @typedef {object} Entry
 * @property {string} uid
 * @property {string} number  "ESA-014", or empty until registered
 * @property {"document"|"section"|"block"|"range"} kind
 * @property {number} ordinal  of its first block
 * @property {string} block  its first block's key; empty for the whole document
 * @property {[string, number, number][]} segments  block, start, end in code points
 * @property {string} agency  code
 * @property {string} author
 * @property {string} type
 * @property {string} severity
 * @property {string} state
 * @property {string} disposition
 * @property {"placed"|"moved"|"orphaned"|"pending"} status  of its placement in this version
 * @property {boolean} mine
 * @property {boolean} proposal
 */

/** @type {Map<string, Entry>} */
const entries = new Map();
/** @type {(entry: Entry) => boolean} */
let accepts = () => true;
/** @type {Set<() => void>} */
const listeners = new Set();

const before = (a, b) => a.ordinal - b.ordinal || (a.segments[0]?.[1] ?? 0) - (b.segments[0]?.[1] ?? 0);

/** Reads the index that the page carries. @param {Element | null} script */
export function load(script) {
  for (const entry of JSON.parse(script?.textContent || "[]")) entries.set(entry.uid, entry);
}

/** Takes an entry in, or its new state. @param {Entry} entry */
export function put(entry) {
  entries.set(entry.uid, entry);
  changed();
}

/** @param {string} uid */
export const get = (uid) => entries.get(uid);
/** All that pass the filter, in reading order. */
export const shown = () => [...entries.values()].filter(accepts).sort(before);
export const total = () => entries.size;
export const all = () => [...entries.values()];
/** @param {string} uid */
export const isShown = (uid) => { const entry = entries.get(uid); return Boolean(entry && accepts(entry)); };
/** Comments by the key of their first block, of those shown. @returns {Map<string, Entry[]>} */
export const byBlock = () => Map.groupBy(shown().filter((entry) => entry.block), (entry) => entry.block);

/** @param {(entry: Entry) => boolean} test */
export function filter(test) {
  accepts = test;
  changed();
}

/** @param {() => void} listener */
export const onChange = (listener) => listeners.add(listener);
function changed() { for (const listener of listeners) listener(); }

const OPEN = new Set(["draft", "submitted", "returned", "registered", "proposed"]);
/** Whether the editors still owe an answer. @param {Entry} entry */
export const isOpen = (entry) => OPEN.has(entry.state);
