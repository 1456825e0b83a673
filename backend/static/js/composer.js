// Writing a comment beside its words: what it is, who will see it, the redline of a proposal as it is typed.
// Every keystroke is kept in this browser until the server has the comment.
import * as anchors from "./anchors.js";
import * as highlights from "./highlights.js";
import { fragment, onceKey, send } from "./http.js";
import * as redline from "./redline.js";
import { cardsIn } from "./cards.js";
import { problem, say } from "./toasts.js";

/**
 * @typedef {object} Target
 * @property {"document"|"section"|"block"|"range"} kind
 * @property {string} block
 * @property {string} [endBlock]
 * @property {number} [start]
 * @property {number} [end]
 * @property {string} [quote]
 * @property {Range | null} [range]
 * @property {string} [noun]  what is commented on, in words
 * @property {boolean} [propose]
 */

/** @type {HTMLElement | null} */ let open = null;
/** @type {{template: HTMLTemplateElement, text: HTMLElement, margin: any, posted: (cards: HTMLElement[]) => void, keepInView: (card: HTMLElement, words: DOMRect | null) => void, store: string}} */ let room;

export function start(options) { room = options; }
export const isOpen = () => Boolean(open);

const names = { document: "the whole document", section: "this section", block: "this paragraph", range: "these words" };
const draftKey = (target) => `${room.store}:${target.kind}:${target.block}:${target.start ?? ""}:${target.end ?? ""}`;

/** Drafts of this version that were not sent. @returns {Target[]} */
export function unsent() {
  const found = [];
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(`${room.store}:`)) continue;
      const draft = JSON.parse(localStorage.getItem(key) ?? "{}");
      if (draft.target && (draft.body || draft.proposal)) found.push(draft.target);
    }
  } catch { /* storage is closed */ }
  return found;
}

/** Opens the composer on a target, with what was typed there before. @param {Target} target */
export function write(target) {
  if (open && !leave()) return;
  const card = /** @type {HTMLElement} */ (room.template.content.firstElementChild.cloneNode(true));
  const form = /** @type {HTMLFormElement} */ (card.matches("form") ? card : card.querySelector("form"));
  open = card;
  Object.assign(card.dataset, { block: target.block, start: String(target.start ?? 0), kind: target.kind, comment: "composer" });
  fillIn(form, target);
  restore(form, target);
  wire(card, form, target);
  room.margin.add([card]);
  room.margin.activate("composer");
  highlights.fill("writing", target.range ? [target.range] : []);
  document.getSelection()?.removeAllRanges();
  const field = target.propose ? form.elements.namedItem("proposal") : form.elements.namedItem("body");
  requestAnimationFrame(() => { field.focus({ preventScroll: true }); room.keepInView(card, target.range?.getBoundingClientRect() ?? null); });
}

function fillIn(form, target) {
  const values = { kind: target.kind, block: target.block, end_block: target.endBlock ?? target.block, start: target.start ?? 0, end: target.end ?? 0, quote: target.quote ?? "", key: onceKey() };
  for (const [name, value] of Object.entries(values)) { const field = form.elements.namedItem(name); if (field) field.value = String(value); }
  form.querySelector("[data-composer-target]").textContent = target.noun ?? names[target.kind];
  const quote = form.querySelector("[data-composer-quote]");
  quote.textContent = target.kind === "range" ? `“${target.quote}”` : "";
  quote.hidden = target.kind !== "range";
  const may = (target.kind === "range" || target.kind === "block") && (target.endBlock ?? target.block) === target.block && target.quote?.replaceAll("\uFFFC", "").trim();
  form.querySelector("[data-propose-toggle]").hidden = !may;
  propose(form, target, Boolean(target.propose && may));
}

/** Shows or hides the field of the proposed text, filled with the words as they are. */
function propose(form, target, on) {
  const box = form.querySelector("[data-propose]");
  const field = form.elements.namedItem("proposal");
  box.hidden = !on;
  field.disabled = !on;
  form.querySelector("[data-propose-toggle]").setAttribute("aria-pressed", String(on));
  if (on && !field.value) field.value = target.quote ?? "";
  preview(form, target);
}

function preview(form, target) {
  const field = form.elements.namedItem("proposal");
  const place = form.querySelector("[data-composer-redline]");
  const changed = !field.disabled && field.value !== target.quote;
  redline.show(place, changed ? redline.segments(target.quote ?? "", field.value) : []);
}

function wire(card, form, target) {
  form.addEventListener("input", () => { preview(form, target); keep(form, target); sees(form); });
  form.addEventListener("change", () => { keep(form, target); sees(form); });
  form.querySelector("[data-propose-toggle]").addEventListener("click", () => {
    const on = form.querySelector("[data-propose]").hidden;
    propose(form, target, on);
    form.elements.namedItem(on ? "proposal" : "body").focus();
    room.margin.schedule();
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); post(card, form, target); });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); leave(); }
  });
  form.querySelector("[data-composer-close]").addEventListener("click", () => leave());
  sees(form);
}

/** Says before sending who will see it. */
function sees(form) {
  const field = form.elements.namedItem("audience");
  const chosen = field instanceof RadioNodeList ? form.querySelector('[name="audience"]:checked') : field?.selectedOptions?.[0] ?? field;
  const place = form.querySelector("[data-composer-sees]");
  if (place && chosen?.dataset.sees) place.textContent = chosen.dataset.sees;
}

function keep(form, target) {
  const { range, ...plain } = target;
  const field = form.elements.namedItem("proposal");
  const draft = { target: { ...plain, propose: !field.disabled }, key: form.elements.namedItem("key").value, body: form.elements.namedItem("body").value, proposal: !field.disabled && field.value !== target.quote ? field.value : "", type: form.querySelector('[name="type"]:checked')?.value, severity: form.elements.namedItem("severity")?.value };
  try {
    if (draft.body || draft.proposal) localStorage.setItem(draftKey(target), JSON.stringify(draft));
    else localStorage.removeItem(draftKey(target));
  } catch { /* storage is closed: the page itself keeps the words */ }
}

function restore(form, target) {
  let draft = null;
  try { draft = JSON.parse(localStorage.getItem(draftKey(target)) ?? "null"); } catch { return; }
  if (!draft) return;
  if (draft.key) form.elements.namedItem("key").value = draft.key;
  form.elements.namedItem("body").value = draft.body ?? "";
  if (draft.proposal) { form.elements.namedItem("proposal").value = draft.proposal; propose(form, target, true); }
  const type = form.querySelector(`[name="type"][value="${CSS.escape(draft.type ?? "")}"]`);
  if (type) type.checked = true;
  if (draft.severity) form.elements.namedItem("severity").value = draft.severity;
}

/** Closes the composer; the draft stays in this browser. */
export function leave() {
  if (!open) return true;
  const typed = open.querySelector("[name=body]").value.trim();
  room.margin.remove(open);
  open = null;
  highlights.fill("writing", []);
  room.margin.activate("");
  if (typed) say("Your unsent comment is kept in this browser. Open the same place again to go on.");
  return true;
}

async function post(card, form, target) {
  const field = form.elements.namedItem("proposal");
  const error = form.querySelector("[data-form-error]");
  const unchanged = field.disabled || field.value === target.quote;
  if (!form.elements.namedItem("body").value.trim() && unchanged) {
    error.textContent = "Write a comment, or change the proposed text.";
    error.hidden = false;
    return;
  }
  field.disabled = unchanged;
  const button = form.querySelector("[type=submit]");
  button.classList.add("is-busy");
  button.disabled = true;
  const answer = await send(form);
  button.classList.remove("is-busy");
  button.disabled = false;
  field.disabled = form.querySelector("[data-propose]").hidden;
  if (answer.ok) {
    try { localStorage.removeItem(draftKey(target)); } catch { /* nothing kept */ }
    room.margin.remove(card);
    open = null;
    highlights.fill("writing", []);
    room.posted(cardsIn(fragment(answer.html)));
    return;
  }
  error.textContent = answer.status === 0 ? "No connection. Your comment is kept in this browser; send it again when you are back online." : formErrors(answer.html) || problem(answer.status, answer.html);
  error.hidden = false;
}

/** The words beside the fields of a refused form. */
function formErrors(html) {
  return [...fragment(html).querySelectorAll(".field__error, .errorlist li")].map((element) => element.textContent.trim()).join(" ");
}
