// Keys with a name and a place in the help: `on("j", "Next comment", next, "Comments")`; "g d" is a sequence.

/** @typedef {{keys: string, label: string, act: (event: KeyboardEvent) => void, group: string}} Key */
/** @type {Map<string, Key>} */
const keys = new Map();
let pending = "";
let pendingUntil = 0;

/** @param {string} combination @param {string} label @param {(event: KeyboardEvent) => void} act @param {string} [group] */
export function on(combination, label, act, group = "Everywhere") {
  keys.set(combination, { keys: combination, label, act, group });
}

function typing(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
    && !/^(checkbox|radio|button|submit)$/.test(target.type ?? "");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (typing(event.target) && event.key !== "Escape") return;
  if (document.querySelector("dialog[open]") && event.key !== "Escape") return;
  if (event.key === "Enter" && event.target instanceof Element && event.target.closest("a, button, summary, input")) return;
  const sequence = pending && event.timeStamp < pendingUntil ? `${pending} ${event.key}` : event.key;
  pending = "";
  const key = keys.get(sequence) ?? keys.get(event.key);
  if (key) {
    if (key.keys !== "Escape") event.preventDefault();
    key.act(event);
  } else if ([...keys.keys()].some((other) => other.startsWith(`${event.key} `))) {
    pending = event.key;
    pendingUntil = event.timeStamp + 1200;
  }
});

/** Opens the list of all keys that work on this page. */
export function help() {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("keys") ?? build());
  if (!dialog.open) dialog.showModal();
}

function build() {
  const dialog = document.createElement("dialog");
  dialog.id = "keys";
  dialog.setAttribute("aria-labelledby", "keys-title");
  dialog.innerHTML = `<form method="dialog" class="dialog__head"><h2 id="keys-title">Keyboard</h2>
    <button class="button button--small">Close <kbd>Esc</kbd></button></form><div class="dialog__body"><div class="keys"></div></div>`;
  const groups = Map.groupBy(keys.values(), (key) => key.group);
  for (const [group, list] of groups) dialog.querySelector(".keys").append(section(group, list));
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  return dialog;
}

function section(group, list) {
  const element = document.createElement("section");
  const title = document.createElement("h3");
  title.textContent = group;
  const pairs = document.createElement("dl");
  for (const { keys: combination, label } of list) {
    const term = document.createElement("dt");
    for (const part of combination.split(" ")) {
      const cap = document.createElement("kbd");
      cap.textContent = part === "Escape" ? "Esc" : part;
      term.append(cap, " ");
    }
    const words = document.createElement("dd");
    words.textContent = label;
    pairs.append(term, words);
  }
  element.append(title, pairs);
  return element;
}
