// Choosing rows, by click and shift-click, and doing something with all of them.
import { fetchHtml } from "./http.js";
import * as act from "./matrix-act.js";
import * as rows from "./matrix-rows.js";
import { problem } from "./toasts.js";

const bar = /** @type {HTMLFormElement | null} */ (rows.room.querySelector("[data-matrix-bulk]"));
const MOST = 500;
/** @type {HTMLElement | null} */ let last = null;

export const picked = () => rows.rows().filter((row) => row.classList.contains("is-picked"));

function mark(row, on) {
  row.classList.toggle("is-picked", on);
  row.querySelector("[data-pick]").checked = on;
}

/** @param {HTMLElement} row @param {boolean} [on] */
export function pick(row, on = !row.classList.contains("is-picked")) {
  mark(row, on);
  last = row;
  show();
}

/** All rows from the one that was chosen last to this one. @param {HTMLElement} row */
export function pickTo(row) {
  const all = rows.rows();
  const [from, to] = [all.indexOf(last ?? row), all.indexOf(row)].sort((a, b) => a - b);
  for (const each of all.slice(Math.max(from, 0), to + 1)) mark(each, true);
  last = row;
  show();
}

export function clear() {
  for (const row of picked()) mark(row, false);
  last = null;
  show();
}

export function show() {
  const count = picked().length;
  const all = rows.table()?.querySelector("[data-pick-all]");
  if (all) { all.checked = count > 0 && count === rows.rows().length; all.indeterminate = count > 0 && !all.checked; }
  if (!bar) return;
  bar.hidden = count === 0;
  bar.querySelector("[data-bulk-count]").textContent = count > MOST ? `${count} chosen; at most ${MOST} at once` : `${count} chosen`;
  bar.querySelector("[data-bulk-send]").disabled = count > MOST;
  const whole = bar.querySelector("[data-bulk-all]");
  whole.hidden = found() <= count;
  whole.textContent = `Do it for all ${found()} that the filter finds`;
  needs();
}

function needs() {
  const what = bar.querySelector("[data-bulk-what]");
  const answers = what.value.startsWith("answer:");
  for (const field of bar.querySelectorAll("[data-for]")) {
    const { for: name } = field.dataset;
    field.hidden = !(name === what.value || (name === "answer" && answers) || (name === "note" && what.value !== "assign"));
  }
  bar.elements.namedItem("response").required = answers && what.selectedOptions[0].dataset.needsReason === "yes";
  bar.querySelector("[data-bulk-send]").textContent = answers ? `Answer ${picked().length}` : `Do it for ${picked().length}`;
}

/** How many comments the filter finds, shown or not. */
const found = () => Number(rows.room.querySelector("[data-matrix-found]")?.dataset.found ?? 0);

function asked() {
  const [kind, disposition = ""] = bar.elements.namedItem("what").value.split(":");
  const fields = new FormData(bar);
  fields.set("kind", kind);
  fields.set("disposition", disposition);
  for (const field of bar.querySelectorAll("[data-for][hidden]")) fields.set(field.name, "");
  return fields;
}

/** Orders the act for all that the filter finds, and goes where its progress is shown. */
async function sweep() {
  if (!bar.reportValidity()) return;
  const fields = asked();
  fields.set("expected", String(found()));
  const answer = await fetchHtml(`${bar.dataset.sweepUrl}${location.search}`, { method: "POST", body: fields });
  if (answer.ok) location.href = answer.url;
  else tell(problem(answer.status, answer.html));
}

/** Says in the bar why it did not go; "" takes that away. @param {string} why */
function tell(why) {
  const error = bar.querySelector("[data-bulk-error]");
  error.hidden = !why;
  error.textContent = why;
}

async function submit() {
  const fields = asked();
  for (const row of picked()) fields.append("comment", `${row.dataset.uid}:${row.dataset.revision}`);
  const button = bar.querySelector("[data-bulk-send]");
  button.disabled = true;
  const sent = await act.send(fields);
  button.disabled = false;
  tell(sent.ok ? "" : sent.why);
  if (sent.ok) { bar.reset(); clear(); }
  if (sent.status === 409) await rows.refresh(picked().map((row) => row.dataset.uid));
}

export function start() {
  rows.room.addEventListener("click", (event) => {
    const box = event.target.closest("[data-pick]");
    if (box) { event.shiftKey ? pickTo(box.closest("[data-row]")) : pick(box.closest("[data-row]"), box.checked); return; }
    if (!event.target.matches("[data-pick-all]")) return;
    const on = event.target.checked;  // showing the count changes it meanwhile
    for (const row of rows.rows()) mark(row, on);
    show();
  });
  bar?.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  bar?.querySelector("[data-bulk-what]").addEventListener("change", needs);
  bar?.querySelector("[data-bulk-all]").addEventListener("click", sweep);
  bar?.querySelector("[data-bulk-clear]").addEventListener("click", clear);
}
