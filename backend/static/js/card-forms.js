// The forms of a card: taken from the page's templates when they are asked for, sent without leaving the page,
// and kept as typed when something goes wrong.
import { arrived } from "./behaviours.js";
import * as cards from "./cards.js";
import * as comments from "./comments.js";
import { fragment, onceKey, send } from "./http.js";
import * as margin from "./margin.js";
import { problem, say } from "./toasts.js";

const NOBODY = "00000000-0000-0000-0000-000000000000";

/** Opens one of a card's forms and sets its fields; false when this person may not do that.
 * @param {HTMLElement | null} card @param {string} name @param {Record<string, string>} [values] */
export function open(card, name, values = {}) {
  const template = /** @type {HTMLTemplateElement | null} */ (document.getElementById(`card-form-${name}`));
  if (!template || !card?.querySelector(`[data-open-form="${name}"]`)) return false;
  const known = /** @type {HTMLFormElement | null} */ (card.querySelector(`form[data-form="${name}"]`));
  close(card, { keep: known });
  const form = known ?? /** @type {HTMLFormElement} */ (template.content.firstElementChild.cloneNode(true));
  if (!known) { prepare(form, card); card.querySelector(".card__full").append(form); }
  form.hidden = false;
  set(form, values);
  needs(form);
  focusFirst(form, "disposition" in values);
  margin.schedule();
  card.dispatchEvent(new CustomEvent("card:grown", { bubbles: true }));
  return true;
}

/** Closes a card's forms; what was typed in them stays. @param {HTMLElement | null} card */
export function close(card, { keep = null } = {}) {
  for (const form of card?.querySelectorAll("form[data-form]") ?? []) form.hidden = form !== keep;
  if (!keep) card?.focus({ preventScroll: true });
  margin.schedule();
}

/** @param {HTMLElement | null} card */
export const isOpen = (card) => Boolean(card?.querySelector("form[data-form]:not([hidden])"));

function prepare(form, card) {
  // Not `form.action`: in a template there is no address that a relative one could be completed with.
  form.setAttribute("action", form.getAttribute("action").replace(NOBODY, card.dataset.comment));
  const { revision, type, severity, body = "", proposalText, response = "", disposition } = card.dataset;
  set(form, { revision, type, severity, response, ...(form.dataset.form === "edit" ? { body, proposal: proposalText } : {}), ...(disposition ? { disposition } : {}) });
  set(form, { key: onceKey() });
  const proposal = form.elements.namedItem("proposal");
  if (proposal && proposalText === undefined) proposal.remove();
  const reason = form.elements.namedItem("reason");
  if (reason && form.dataset.form === "withdraw") reason.required = card.dataset.mine !== "yes";
}

function set(form, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    if (field && value !== undefined) field.value = value;
  }
}

function focusFirst(form, isChosen) {
  const field = (isChosen && form.querySelector("textarea")) || form.querySelector("textarea, select, input:not([type=hidden])") || form.querySelector("button");
  field?.focus({ preventScroll: true });
}

/** A reason where the decision needs one, a number for a duplicate. @param {HTMLFormElement} form */
export function needs(form) {
  const select = form.elements.namedItem("disposition");
  if (!(select instanceof HTMLSelectElement)) return;
  const option = select.selectedOptions[0];
  form.elements.namedItem("response").required = option?.dataset.needsReason === "yes";
  form.querySelector("[data-duplicate]").hidden = option?.value !== "duplicate";
  margin.schedule();
}

/**
 * Sends a form and replaces its card by the answer.
 * @param {HTMLFormElement} form
 * @param {(fresh: HTMLElement, uid: string) => void} replaced
 */
export async function submit(form, replaced) {
  const card = /** @type {HTMLElement} */ (form.closest(".card"));
  const button = form.querySelector("[type=submit]");
  if (button.disabled) return;
  button.disabled = true;
  button.classList.add("is-busy");
  const answer = await send(form);
  button.disabled = false;
  button.classList.remove("is-busy");
  const [fresh] = cards.cardsIn(fragment(answer.html));
  if (!answer.ok || !fresh) { fail(card, answer, fresh); return; }
  form.remove();
  for (const other of card.querySelectorAll("form[data-form]")) { other.hidden = true; fresh.querySelector(".card__full")?.append(other); }
  comments.put(cards.entryOf(fresh));
  margin.add([fresh]);
  arrived(fresh);
  replaced(fresh, card.dataset.comment);
  if (form.dataset.done) say(form.dataset.done);
}

/** Says why; the form and its words stay where they are. */
function fail(card, answer, fresh) {
  const own = fresh?.querySelector("[data-form-error]")?.textContent?.trim();
  const words = answer.status === 0 ? "No connection. Your words are kept here; send them again when you are back online." : own || problem(answer.status, answer.html);
  const place = card.querySelector("[data-form-error]");
  if (!place || !card.isConnected) { say(words, { kind: "error" }); return; }
  place.textContent = words;
  place.hidden = false;
  margin.schedule();
}
