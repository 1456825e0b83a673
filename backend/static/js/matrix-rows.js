// The rows of the matrix: pieces are brought as they come near, and put away again when they are far, so that
// sixty thousand rows scroll as sixty do. Rows have one height, so what is put away keeps its place.
import { arrived } from "./behaviours.js";
import { fetchHtml, fragment } from "./http.js";
import { say } from "./toasts.js";

const NEAR = "900px 0px";
const FAR = "4000px 0px";

export const room = /** @type {HTMLElement} */ (document.querySelector("[data-matrix]"));
/** @type {Map<Element, string>} the address that a piece came from, or its own text */
const sources = new Map();
/** @type {IntersectionObserver} */ let near;
/** @type {IntersectionObserver} */ let far;
let loading = false;

/** @returns {HTMLTableElement | null} */
export const table = () => room.querySelector("[data-matrix-table]");
/** @returns {HTMLElement[]} */
export const rows = () => [...(table()?.querySelectorAll("[data-row]") ?? [])];
/** @param {string} uid @returns {HTMLElement | null} */
export const row = (uid) => document.getElementById(`m-${uid}`);
/** How many columns there are. */
export const width = () => table()?.tHead?.rows[0].cells.length ?? 1;
const pieces = () => /** @type {HTMLElement[]} */ ([...(table()?.querySelectorAll("[data-piece]") ?? [])]);

/** An address of rows with the filters of this page. @param {Record<string, string>} more */
export function address(more) {
  const query = new URLSearchParams(location.search);
  query.delete("at");
  for (const name of ["after", "before"]) query.delete(name);
  for (const [name, value] of Object.entries(more)) query.set(name, value);
  return `${room.dataset.rowsUrl}?${query}`;
}

/** Watches the pieces that are on the page; again after the rows were changed as a whole. */
export function watch() {
  near?.disconnect();
  far?.disconnect();
  near = new IntersectionObserver((seen) => { for (const { target, isIntersecting } of seen) if (isIntersecting) come(target); }, { rootMargin: NEAR });
  far = new IntersectionObserver((seen) => { for (const { target, isIntersecting } of seen) isIntersecting ? bringBack(target) : putAway(target); }, { rootMargin: FAR });
  for (const piece of pieces()) observe(piece);
}

function observe(piece) {
  near.observe(piece);
  far.observe(piece);
}

async function come(piece) {
  if (piece === pieces().at(-1)) await more("after");
  if (piece === pieces()[0]) await more("before");
}

/** Brings the next piece at one end; false when there is none. @param {"after" | "before"} end */
export async function more(end) {
  const edge = end === "after" ? pieces().at(-1) : pieces()[0];
  const cursor = edge?.dataset[end];
  if (!cursor || loading) return false;
  loading = true;
  const url = address({ [end]: cursor });
  const answer = await fetchHtml(url);
  loading = false;
  if (!answer.ok) { say("More rows could not be loaded. Scroll again to try.", { kind: "error" }); return false; }
  const piece = /** @type {HTMLElement} */ (fragment(`<table>${answer.html}</table>`).querySelector("[data-piece]"));
  if (!piece || !edge.isConnected) return false;
  sources.set(piece, url);
  delete edge.dataset[end];
  if (end === "after") { edge.after(piece); delete piece.dataset.before; }
  else {
    const height = document.documentElement.scrollHeight;
    edge.before(piece);
    delete piece.dataset.after;
    if (window.scrollY < 10) window.scrollBy({ top: document.documentElement.scrollHeight - height, behavior: "instant" });
  }
  arrived(piece);
  observe(piece);
  room.dispatchEvent(new CustomEvent("matrix:rows", { detail: piece }));
  return true;
}

/** A piece with nothing in hand gives way to a space of its height. */
function putAway(piece) {
  if (piece.dataset.away || piece.querySelector(".is-active, .is-picked, .mx-below, form")) return;
  const height = piece.getBoundingClientRect().height;
  if (!height || pieces().length < 4) return;
  if (!sources.has(piece)) sources.set(piece, piece.innerHTML);
  const space = document.createElement("tr");
  space.className = "mx-space";
  const cell = space.appendChild(document.createElement("td"));
  cell.colSpan = width();
  cell.style.height = `${height}px`;
  piece.replaceChildren(space);
  piece.dataset.away = "yes";
}

async function bringBack(piece) {
  if (!piece.dataset.away) return;
  delete piece.dataset.away;
  const source = sources.get(piece);
  const answer = source.startsWith("/") ? await fetchHtml(source) : { ok: true, html: `<tbody data-piece>${source}</tbody>` };
  if (!answer.ok) { piece.dataset.away = "yes"; return; }
  const fresh = fragment(`<table>${answer.html}</table>`).querySelector("[data-piece]");
  piece.replaceChildren(...(fresh?.children ?? []));
  arrived(piece);
  room.dispatchEvent(new CustomEvent("matrix:rows", { detail: piece }));
}

/** Puts fresh rows in the place of those that are here. @param {ParentNode} root @returns {HTMLElement[]} */
export function replace(root) {
  const put = [];
  for (const fresh of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-row]"))) {
    const old = row(fresh.dataset.uid);
    if (!old) continue;
    for (const name of ["is-active", "is-picked"]) fresh.classList.toggle(name, old.classList.contains(name));
    fresh.querySelector("[data-pick]").checked = old.classList.contains("is-picked");
    fresh.tabIndex = old.tabIndex;
    const hadFocus = old.contains(document.activeElement);
    old.replaceWith(fresh);
    if (hadFocus) fresh.focus({ preventScroll: true });
    arrived(fresh);
    put.push(fresh);
  }
  return put;
}

/** Fetches these rows anew. @param {string[]} uids */
export async function refresh(uids) {
  const answer = await fetchHtml(address({ only: uids.join(",") }));
  return answer.ok ? replace(fragment(`<table>${answer.html}</table>`)) : [];
}
