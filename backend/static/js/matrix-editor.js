// Answering in the cell: one key accepts, others open the editor there. What was typed stays until it is taken.
import * as act from "./matrix-act.js";
import * as rows from "./matrix-rows.js";
import { say } from "./toasts.js";

const template = /** @type {HTMLTemplateElement} */ (document.getElementById("mx-editor"));
/** What was typed for a comment and not sent yet. @type {Map<string, FormData>} */
const typed = new Map();

const editor = () => /** @type {HTMLFormElement | null} */ (rows.room.querySelector("[data-matrix-editor]"));
export const isOpen = () => Boolean(editor());

/** Accepts at once where nothing more is needed; asks for words otherwise. @param {HTMLElement} row @param {string} disposition */
export async function answer(row, disposition) {
  if (!row.dataset.step) { say(row.dataset.state === "decided" ? "The coordinator decides this one." : "You can not answer this one now."); return; }
  if (disposition !== "accepted" || row.dataset.state === "decided") { open(row, disposition); return; }
  const fields = new FormData();
  fields.set("kind", "answer");
  fields.set("disposition", disposition);
  fields.set("response", row.dataset.response);
  fields.append("comment", `${row.dataset.uid}:${row.dataset.revision}`);
  const sent = await act.send(fields);
  if (!sent.ok) say(sent.why, { kind: "error" });
  if (sent.status === 409) await rows.refresh([row.dataset.uid]);
}

/** @param {HTMLElement} row @param {string} [disposition] */
export function open(row, disposition = "") {
  close();
  const form = /** @type {HTMLFormElement} */ (template.content.firstElementChild.cloneNode(true));
  const kept = typed.get(row.dataset.uid);
  set(form, "response", String(kept?.get("response") ?? row.dataset.response));
  set(form, "note", String(kept?.get("note") ?? ""));
  set(form, "disposition", disposition || String(kept?.get("disposition") ?? "") || row.dataset.disposition || "accepted");
  place(form, row);
  form.addEventListener("submit", (event) => { event.preventDefault(); submit(form); });
  form.addEventListener("change", () => needs(form));
  form.querySelector("[data-editor-cancel]").addEventListener("click", () => { typed.delete(uidOf(form)); close(); });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
    if (event.key === "Escape") { event.stopPropagation(); close(); }
  });
  form.querySelector(disposition ? "textarea" : "select").focus({ preventScroll: true });
}

/** Puts the editor into a row's cell; also into the row that came in the place of another. */
function place(form, row) {
  const cell = row.querySelector("[data-cell=decision]") ?? row.querySelector("[data-cell]") ?? row.lastElementChild;
  cell.classList.add("is-editing");
  cell.append(form);
  form.querySelector("[data-why]").hidden = row.dataset.state !== "decided";
  form.querySelector("[data-editor-send]").textContent = row.dataset.step === "propose" ? "Propose answer" : "Decide";
  needs(form);
}

const uidOf = (form) => form.closest("[data-row]").dataset.uid;
function set(form, name, value) { form.elements.namedItem(name).value = value; }

function needs(form) {
  const option = form.elements.namedItem("disposition").selectedOptions[0];
  form.elements.namedItem("response").required = option?.dataset.needsReason === "yes";
  form.querySelector("[data-duplicate]").hidden = option?.value !== "duplicate";
}

/** Closes the editor; its words come back when it is opened again. */
export function close() {
  const form = editor();
  if (!form) return;
  const row = form.closest("[data-row]");
  typed.set(row.dataset.uid, new FormData(form));
  form.parentElement.classList.remove("is-editing");
  form.remove();
  row.focus({ preventScroll: true });
}

async function submit(form) {
  const row = form.closest("[data-row]");
  const button = form.querySelector("[data-editor-send]");
  if (button.disabled) return;
  const fields = new FormData(form);
  fields.append("comment", `${row.dataset.uid}:${row.dataset.revision}`);
  button.disabled = true;
  const sent = await act.send(fields);
  button.disabled = false;
  if (sent.ok) { typed.delete(row.dataset.uid); rows.row(row.dataset.uid)?.focus({ preventScroll: true }); return; }
  if (sent.status === 409) await follow(form, row);
  fail(form, sent);
}

/** Somebody was faster: the row shows what they wrote, the editor keeps what was typed here. */
async function follow(form, row) {
  form.remove();
  const [fresh] = await rows.refresh([row.dataset.uid]);
  place(form, fresh ?? row);
  form.elements.namedItem("response").focus({ preventScroll: true });
}

function fail(form, { why, status }) {
  const error = form.querySelector("[data-editor-error]");
  const row = form.closest("[data-row]");
  const now = row.dataset.response ? ` It reads now: “${row.dataset.response}”.` : "";
  error.textContent = status === 409 ? `${why}${now} Your words are kept here.` : why;
  error.hidden = false;
}
