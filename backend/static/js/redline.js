// The redline of a proposal while it is typed: words kept, taken out, put in; numbers and units stay whole.

/** @typedef {["equal" | "delete" | "insert", string]} Segment */

const TOKENS = /\p{L}[\p{L}\p{M}\p{N}'’-]*|\d[\d.,\u202f\u00a0]*\d|\d|\s+|./gsu;
/** Tokens on one side beyond which a middle is replaced as a whole. */
const MOST = 1200;
/** Letters that are not worth standing alone between two changes. */
const SHORT = 3;

/** @param {string} before @param {string} after @returns {Segment[]} */
export function segments(before, after) {
  const old = before.match(TOKENS) ?? [];
  const fresh = after.match(TOKENS) ?? [];
  let head = 0;
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && tail < fresh.length - head && old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]) tail += 1;
  const middle = between(old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail));
  return joined([["equal", old.slice(0, head).join("")], ...middle, ["equal", old.slice(old.length - tail).join("")]]);
}

/** Longest common run of tokens; very long texts are replaced as a whole. */
function between(old, fresh) {
  if (old.length > MOST || fresh.length > MOST || !old.length || !fresh.length) return [["delete", old.join("")], ["insert", fresh.join("")]];
  const width = fresh.length + 1;
  const best = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      best[i * width + j] = old[i] === fresh[j] ? best[(i + 1) * width + j + 1] + 1 : Math.max(best[(i + 1) * width + j], best[i * width + j + 1]);
    }
  }
  const result = [];
  let [i, j] = [0, 0];
  while (i < old.length && j < fresh.length) {
    if (old[i] === fresh[j]) { result.push(["equal", old[i]]); i += 1; j += 1; }
    else if (best[(i + 1) * width + j] >= best[i * width + j + 1]) { result.push(["delete", old[i]]); i += 1; }
    else { result.push(["insert", fresh[j]]); j += 1; }
  }
  return [...result, ["delete", old.slice(i).join("")], ["insert", fresh.slice(j).join("")]];
}

/** Neighbours of a kind become one; what stays between two changes and is short goes with them, so that people
 * read phrases and not confetti; in a change, what goes stands before what comes. */
function joined(list) {
  const runs = [];
  for (const [kind, text] of list.filter(([, words]) => words)) {
    if (runs.at(-1)?.[0] === kind) runs.at(-1)[1] += text;
    else runs.push([kind, text]);
  }
  const result = [];
  let gone = "", come = "";
  const flush = () => { if (gone) result.push(["delete", gone]); if (come) result.push(["insert", come]); gone = come = ""; };
  runs.forEach(([kind, text], at) => {
    if (kind === "delete") gone += text;
    else if (kind === "insert") come += text;
    else if ((gone || come) && at < runs.length - 1 && text.trim().length <= SHORT) { gone += text; come += text; }
    else { flush(); result.push(["equal", text]); }
  });
  flush();
  return result;
}

/** @param {Element} place @param {Segment[]} list */
export function show(place, list) {
  const names = { delete: "del", insert: "ins" };
  place.replaceChildren(...list.map(([kind, text]) => {
    if (!names[kind]) return document.createTextNode(text);
    const element = document.createElement(names[kind]);
    element.textContent = text;
    return element;
  }));
}
