// The queue of unsure places: one key a decision, words selected in the text are where a comment is attached.
import { codePoints } from "./anchors.js";
import * as keyboard from "./keyboard.js";
import { send } from "./http.js";
import { problem, say } from "./toasts.js";

const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-queue-row]")]);
const count = document.querySelector("[data-unplaced-count]");
let current = -1;

function show(at) {
  if (!rows.length) return;
  current = Math.max(0, Math.min(at, rows.length - 1));
  for (const row of rows) row.classList.toggle("is-current", row === rows[current]);
  rows[current].focus({ preventScroll: true });
  rows[current].scrollIntoView({ block: "nearest" });
}

/** Marks the words that a place names, in code points of the paragraph. */
function mark(text) {
  const node = text.firstChild;
  if (!(node instanceof Text) || !("highlights" in CSS) || text.hasAttribute("data-orphan")) return [];
  const [, start, end] = JSON.parse(text.dataset.segments || "[]")[0] ?? [];
  if (end === undefined) return [];
  const at = (offset) => Math.min(node.length, [...node.data].slice(0, offset).join("").length);
  const range = document.createRange();
  range.setStart(node, at(start));
  range.setEnd(node, at(end));
  return [range];
}
if ("highlights" in CSS) CSS.highlights.set("place", new Highlight(...[...document.querySelectorAll("[data-queue-text]")].flatMap(mark)));

/** The words selected in a row's text, as the fields of a place. */
function chosen(row) {
  const text = row.querySelector("[data-queue-text]");
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !text?.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return null;
  const range = selection.getRangeAt(0);
  return { start: codePoints(text.textContent.slice(0, range.startOffset)), end: codePoints(text.textContent.slice(0, range.endOffset)), quote: selection.toString() };
}

document.addEventListener("selectionchange", () => {
  for (const row of rows) {
    const words = chosen(row);
    const place = row.querySelector("[data-queue-words]");
    if (place) place.textContent = words ? `“${words.quote.slice(0, 28)}${words.quote.length > 28 ? "…" : ""}”` : "this paragraph";
  }
});

for (const row of rows) {
  row.addEventListener("pointerdown", () => { current = rows.indexOf(row); for (const each of rows) each.classList.toggle("is-current", each === row); });
  for (const form of row.querySelectorAll("form")) form.addEventListener("submit", (event) => { event.preventDefault(); decide(row, form, event.submitter); });
}

/** Sends a decision; the row stays, dimmed, with its answer, and the next one is shown. */
async function decide(row, form, button) {
  if (form.hasAttribute("data-queue-attach")) fill(form, row);
  const action = button?.value || form.elements.namedItem("action")?.value || "";
  const data = new FormData(form);
  data.set("action", action);
  const answer = await send(form, data);
  if (!answer.ok) { say(problem(answer.status, answer.html), { kind: "error" }); return; }
  row.classList.add("is-done");
  for (const each of row.querySelectorAll("form")) each.hidden = true;
  say({ confirm: "The place is confirmed.", gone: "Noted: its words are gone.", reattach: "It is attached to these words." }[action] ?? "Done.");
  const left = rows.filter((each) => !each.classList.contains("is-done"));
  if (count) count.textContent = `${Number(count.dataset.unplacedCount) - rows.length + left.length} to confirm`;
  if (left.length) show(rows.indexOf(left.find((each) => rows.indexOf(each) > rows.indexOf(row)) ?? left[0]));
  else /** @type {HTMLElement | null} */ (document.querySelector("[data-queue-on]"))?.focus();
}

function fill(form, row) {
  const words = chosen(row);
  form.elements.namedItem("kind").value = words ? "range" : "block";
  for (const name of ["start", "end", "quote"]) form.elements.namedItem(name).value = words ? words[name] : "";
}

const press = (selector) => () => rows[current]?.querySelector(selector)?.click();
keyboard.on("j", "Next place", () => show(current + 1), "Places");
keyboard.on("k", "Previous place", () => show(current - 1), "Places");
keyboard.on("y", "It belongs here", press("[data-queue-yes]"), "Places");
keyboard.on("n", "Its words are gone", press("[data-queue-no]"), "Places");
if (rows.length) show(0);
