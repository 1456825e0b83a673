// Filters and columns change the rows and the address, and nothing else on the page: no focus, no scroll is lost.
import { arrived } from "./behaviours.js";
import { fetchHtml, fragment } from "./http.js";
import * as rows from "./matrix-rows.js";
import { say } from "./toasts.js";

const WAIT = 250;
const form = /** @type {HTMLFormElement} */ (rows.room.querySelector("[data-matrix-filter]"));
const columns = /** @type {HTMLFormElement | null} */ (rows.room.querySelector("[data-matrix-columns]"));
let timer = 0;
let turn = 0;

/** @param {() => void} changed  called once new rows are there */
export function start(changed) {
  const soon = () => { clearTimeout(timer); timer = setTimeout(() => apply(changed), WAIT); };
  form.addEventListener("input", (event) => { if (event.target.matches("[type=search], [type=text], input:not([type])")) soon(); });
  form.addEventListener("change", soon);
  form.addEventListener("submit", (event) => { event.preventDefault(); apply(changed); });
  columns?.addEventListener("change", soon);
}

function query() {
  const asked = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value && name !== "columns") asked.set(name, String(value));
  if (columns) {
    const names = [...columns.querySelectorAll("input:checked")].map((box) => box.value);
    const usual = [...columns.querySelectorAll("input")].filter((box) => box.defaultChecked).map((box) => box.value);
    if (names.join() !== usual.join() || new URLSearchParams(location.search).has("columns")) asked.set("columns", names.join(","));
  }
  return asked;
}

async function apply(changed) {
  const asked = query();
  turn += 1;
  const mine = turn;
  const url = `${rows.room.dataset.pageUrl}?${asked}`;
  rows.room.setAttribute("aria-busy", "true");
  const answer = await fetchHtml(url);
  if (mine !== turn) return;
  rows.room.removeAttribute("aria-busy");
  const body = answer.ok && fragment(answer.html).querySelector("[data-matrix-body]");
  if (!body) { say("The rows could not be loaded. Try again.", { kind: "error" }); return; }
  rows.room.querySelector("[data-matrix-body]").replaceWith(body);
  history.replaceState(history.state, "", asked.size ? `?${asked}` : location.pathname);
  for (const link of rows.room.querySelectorAll("[data-keeps-filter]")) link.search = `?${asked}`;
  for (const save of rows.room.querySelectorAll("[data-save-view]")) save.setAttribute("action", `${save.getAttribute("action").split("?")[0]}?${asked}`);
  arrived(body);
  changed();
}
