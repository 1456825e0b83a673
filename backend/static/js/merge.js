// The merge room: decides without leaving the page, walks from change to change, keeps what was typed.
import { arrived } from "./behaviours.js";
import { fetchHtml, fragment, send } from "./http.js";
import * as keyboard from "./keyboard.js";
import "./pictures.js";
import { problem, say } from "./toasts.js";

const room = /** @type {HTMLElement} */ (document.querySelector("[data-merge]"));
const undoForm = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-merge-undo]"));

// -- sending

room.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (!form.matches("[data-merge-form]")) return;
  event.preventDefault();
  const fields = new FormData(form, event.submitter);
  decide(form, fields);
});

undoForm?.addEventListener("submit", (event) => {
  event.preventDefault();
  undo();
});

/** @param {HTMLFormElement} form @param {FormData} fields */
async function decide(form, fields) {
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  const after = following(form);
  const answer = await send(form, fields);
  delete form.dataset.busy;
  if (answer.status === 0) { say("No connection. Your words are kept here; send them again when you are back online.", { kind: "error" }); return; }
  const changed = replaced(answer.html);
  if (!changed && !answer.ok) { say(problem(answer.status, answer.html), { kind: "error" }); return; }
  undoForm?.querySelector("button")?.removeAttribute("disabled");
  if (answer.ok) show(after && again(after));
}

async function undo() {
  const answer = await send(undoForm);
  if (!answer.ok) { say(problem(answer.status, answer.html), { kind: "error" }); return; }
  const content = fragment(answer.html);
  say(content.querySelector("[data-merge-said]")?.textContent || "Undone.");
  if (content.querySelector("[data-merge-reload]")) { location.reload(); return; }
  replaced(answer.html);
}

/** Puts fresh places, counts and map where the old ones are; false when the answer has none that are here. */
function replaced(html) {
  const content = fragment(html);
  for (const name of ["[data-merge-counts]", "[data-merge-map]"]) {
    const fresh = content.querySelector(name);
    if (fresh) document.querySelector(name)?.replaceWith(fresh);
  }
  let any = false;
  for (const fresh of content.querySelectorAll("[data-place-of]")) {
    const old = document.getElementById(fresh.id);
    if (!old) continue;
    fresh.classList.add("is-fresh");
    old.replaceWith(fresh);
    arrived(fresh);
    any = true;
  }
  return any;
}

// -- walking

const stops = () => /** @type {HTMLElement[]} */ ([...room.querySelectorAll("[data-topic], [data-dispute]")]);
const current = () => document.activeElement?.closest("[data-topic], [data-dispute]");

/** What names a stop, so that it is found again after its place was drawn anew. */
const nameOf = (stop) => (stop.dataset.topic ? `[data-topic="${stop.dataset.topic}"]` : `#${CSS.escape(stop.closest("[data-place-of]").id)} [data-dispute]`);
const again = (name) => room.querySelector(name);

/** The next stop that waits for a decision, by name. @param {HTMLElement} from */
function following(from) {
  const here = from.closest("[data-topic], [data-dispute]");
  const list = stops();
  const next = list.slice(list.indexOf(here) + 1).find((stop) => stop.dataset.state === "open" || stop.dataset.dispute !== undefined);
  return next ? nameOf(next) : "";
}

/** @param {Element | null | ""} stop */
function show(stop) {
  if (!stop) return;
  stop.scrollIntoView({ block: "nearest" });
  /** @type {HTMLElement} */ (stop).focus({ preventScroll: true });
}

function step(by) {
  const list = stops();
  const at = list.indexOf(current());
  if (at < 0) { show(list.find((stop) => stop.getBoundingClientRect().bottom > innerHeight * 0.25)); return; }
  show(list[Math.max(0, Math.min(list.length - 1, at + by))]);
}

function nextConflict() {
  const list = stops();
  const rest = list.slice(list.indexOf(current()) + 1);
  const next = rest.find((stop) => stop.dataset.dispute !== undefined);
  if (next) show(next);
  else location.href = "?show=conflicts";
}

// -- keys

/** @param {(topic: HTMLElement) => void} act */
const onTopic = (act) => () => {
  const topic = current();
  if (topic instanceof HTMLElement && topic.dataset.topic) act(topic);
  else say("Choose a change first: j and k walk through them.");
};
const press = (name) => onTopic((topic) => topic.querySelector(`[data-act="${name}"]`)?.click());
const group = "Merge room";
keyboard.on("j", "Next change", () => step(1), group);
keyboard.on("k", "Previous change", () => step(-1), group);
keyboard.on("c", "Next conflict", nextConflict, group);
keyboard.on("a", "Accept", press("accept"), group);
keyboard.on("x", "Reject, with the reason", onTopic((topic) => openReason(topic)), group);
keyboard.on("d", "Defer, with the reason", onTopic((topic) => openReason(topic)), group);
keyboard.on("m", "My wording", onTopic((topic) => {
  const button = topic.querySelector('[data-act="word"]');
  if (button) button.click();
  else topic.closest("[data-place-of]")?.querySelector("[data-result]")?.focus();
}), group);
keyboard.on("u", "Undo my last step", () => undo(), group);

function openReason(topic) {
  const box = topic.querySelector("[data-act-reason]");
  if (!box) return;
  box.open = true;
  box.querySelector("textarea").focus();
}

// -- words of one's own

room.addEventListener("click", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  const fill = target.closest("[data-fill]");
  if (fill) {
    const result = fill.closest("form").querySelector("[data-result]");
    result.value = fill.dataset.fill;
    result.dispatchEvent(new Event("input"));
    result.focus();
  }
  const word = target.closest("[data-word-url]");
  if (word) openWording(/** @type {HTMLElement} */ (word));
  if (target.closest("[data-close-wording]")) target.closest("form").remove();
});

/** @param {HTMLElement} button */
async function openWording(button) {
  const topic = button.closest("[data-topic]");
  if (topic.querySelector(".dispute--own")) { topic.querySelector("[data-result]").focus(); return; }
  const answer = await fetchHtml(button.dataset.wordUrl);
  if (!answer.ok) { say(problem(answer.status, answer.html), { kind: "error" }); return; }
  const form = fragment(answer.html).firstElementChild;
  topic.append(form);
  arrived(form);
  form.querySelector("[data-result]").focus();
}
