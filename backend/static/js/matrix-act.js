// Sending what is done to comments, and taking it back: the last thing first.
import { fetchHtml, fragment } from "./http.js";
import * as rows from "./matrix-rows.js";
import { problem, say } from "./toasts.js";

const DONE = { decide: "Decided", propose: "Answer proposed", assign: "Assigned", implement: "Noted", lateness: "Noted", undo: "Taken back" };
const memory = `matrix-undo:${rows.room.dataset.slug}`;

/** @returns {string[]} operations of this window that can be undone, the last one last */
const stack = () => JSON.parse(sessionStorage.getItem(memory) || "[]");
const keep = (list) => sessionStorage.setItem(memory, JSON.stringify(list.slice(-50)));

/**
 * @param {FormData} fields  with `comment` as uid:revision, once for each
 * @returns {Promise<{ok: boolean, status: number, why: string}>}
 */
export async function send(fields) {
  const answer = await fetchHtml(`${rows.room.dataset.actUrl}${location.search}`, { method: "POST", body: fields });
  if (answer.ok) done(answer.html, true);
  return { ok: answer.ok, status: answer.status, why: answer.ok ? "" : answer.status === 0 ? "No connection. Your words are kept here; send them again when you are back online." : problem(answer.status, answer.html) };
}

/** Takes back the last thing that was done in this window. */
export async function undo() {
  const list = stack();
  const last = list.pop();
  if (!last) { say("There is nothing to undo."); return; }
  const answer = await fetchHtml(`${rows.room.dataset.actUrl.replace(/act\/$/, `undo/${last}/`)}${location.search}`, { method: "POST" });
  keep(list);
  if (answer.ok) done(answer.html, false);
  else say(problem(answer.status, answer.html), { kind: "error" });
}

function done(html, canUndo) {
  const table = /** @type {HTMLElement} */ (fragment(html).querySelector("[data-done]"));
  if (!table) return;
  const { done: uid, kind, count, open, decided, kept } = table.dataset;
  const put = rows.replace(table);
  for (const row of put) row.classList.add("is-new");
  counted("[data-count-open]", `${open} waiting for an answer`);
  counted("[data-count-decided]", `${decided} decided`);
  rows.room.dispatchEvent(new CustomEvent("matrix:done", { detail: put }));
  const what = `${DONE[kind] ?? "Done"}: ${Number(count) === 1 && put[0] ? put[0].dataset.number : `${count} comments`}`;
  if (canUndo) {
    keep([...stack(), uid]);
    say(what, { action: "Undo", onAction: undo });
  } else say(kept ? `${what}. Changed since and left as they are: ${kept}` : what, { kind: kept ? "warning" : "info" });
}

function counted(place, words) {
  const element = document.querySelector(place);
  if (element) element.textContent = words;
}
