// The matrix by keyboard and mouse: one row is active, keys act on it, several can be chosen.
import * as keyboard from "./keyboard.js";
import * as act from "./matrix-act.js";
import * as bulk from "./matrix-bulk.js";
import * as editor from "./matrix-editor.js";
import * as filter from "./matrix-filter.js";
import * as opened from "./matrix-open.js";
import * as rows from "./matrix-rows.js";
import { say } from "./toasts.js";

/** @returns {HTMLElement | null} */
const active = () => rows.room.querySelector("[data-row].is-active");

/** @param {HTMLElement} row @param {{focus?: boolean}} [how] */
function activate(row, { focus = true } = {}) {
  const before = active();
  if (before && before !== row) { before.classList.remove("is-active"); before.tabIndex = -1; }
  row.classList.add("is-active");
  row.tabIndex = 0;
  if (focus) row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest", behavior: "instant" });
  const address = new URL(location.href);
  address.searchParams.set("at", row.dataset.uid);
  history.replaceState(history.state, "", address);
  if (opened.openUid() && opened.openUid() !== row.dataset.uid) opened.open(row);
}

/** @param {1 | -1} direction */
async function step(direction) {
  const all = rows.rows();
  const at = active() ? all.indexOf(active()) : direction > 0 ? -1 : all.length;
  const next = all[at + direction];
  if (next) { activate(next); return; }
  if (await rows.more(direction > 0 ? "after" : "before")) { await step(direction); return; }
  say(direction > 0 ? "That was the last comment." : "That was the first comment.");
}

function withActive(act_) {
  return () => { const row = active(); if (row) act_(row); else say("Choose a row first: j and k go from one to the next."); };
}
const toggle = (row) => (opened.openUid() === row.dataset.uid ? opened.close() : opened.open(row));

keyboard.on("j", "Next comment", () => step(1), "Comments");
keyboard.on("k", "Previous comment", () => step(-1), "Comments");
keyboard.on("Enter", "Open and close the comment", (event) => { if (!(event.target instanceof HTMLButtonElement || event.target instanceof HTMLAnchorElement)) withActive(toggle)(); }, "Comments");
keyboard.on("s", "Choose it, or not", withActive((row) => bulk.pick(row)), "Comments");
keyboard.on("f", "Filter by words", () => rows.room.querySelector("[data-key-filter]").focus(), "Comments");
if (rows.room.querySelector("[data-row][data-step]:not([data-step=''])") || rows.room.hasAttribute("data-steers")) {
  keyboard.on("a", "Accept", withActive((row) => editor.answer(row, "accepted")), "Answer");
  keyboard.on("x", "Reject, with a reason", withActive((row) => editor.answer(row, "rejected")), "Answer");
  keyboard.on("m", "Accept with modification", withActive((row) => editor.answer(row, "accepted_modified")), "Answer");
  keyboard.on("e", "Any other answer", withActive((row) => editor.answer(row, "")), "Answer");
  keyboard.on("u", "Undo", act.undo, "Answer");
}
keyboard.on("Escape", "Close, choose none", () => {
  if (editor.isOpen()) editor.close();
  else if (opened.openUid()) opened.close();
  else bulk.clear();
});

rows.room.addEventListener("click", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  const answer = target.closest("[data-answer]");
  if (answer) { const row = rows.row(opened.openUid()); if (row) { activate(row); editor.answer(row, answer.dataset.answer); } return; }
  const row = /** @type {HTMLElement | null} */ (target.closest("[data-row]"));
  if (!row || target.closest("a, input, form, button")) return;
  if (event.shiftKey) { getSelection()?.removeAllRanges(); bulk.pickTo(row); activate(row); return; }
  const again = row === active();
  activate(row);
  if (again || !opened.openUid()) toggle(row);
});
rows.room.addEventListener("dblclick", (event) => {
  const cell = /** @type {HTMLElement} */ (event.target).closest("[data-cell]");
  const row = cell?.closest("[data-row]");
  if (row && !cell.querySelector("form")) editor.answer(row, "");
});
rows.room.addEventListener("matrix:done", (event) => opened.refresh(event.detail));
rows.room.addEventListener("matrix:rows", bulk.show);

bulk.start();
filter.start(() => { rows.watch(); bulk.show(); });
rows.watch();
const asked = new URLSearchParams(location.search).get("at");
const first = asked ? rows.row(asked) : null;
if (first) { activate(first); first.scrollIntoView({ block: "center", behavior: "instant" }); }
