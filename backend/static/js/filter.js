// The filter over the comments of a version; kept in the address, so that a filtered view can be sent on.
import * as comments from "./comments.js";

const FIELDS = ["agency", "type", "severity", "state", "disposition", "author"];

/** @param {HTMLFormElement} form @param {() => void} applied */
export function start(form, applied) {
  const given = new URLSearchParams(location.search);
  for (const field of form.elements) {
    if (field.name && given.has(field.name)) field.type === "checkbox" ? (field.checked = true) : (field.value = given.get(field.name));
  }
  const apply = () => {
    comments.filter(test(new FormData(form)));
    remember(form);
    applied();
  };
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => { event.preventDefault(); apply(); });
  form.addEventListener("reset", () => setTimeout(apply));
  apply();
}

/** @param {FormData} data @returns {(entry: import("./comments.js").Entry) => boolean} */
function test(data) {
  const wanted = FIELDS.map((name) => [name, String(data.get(name) ?? "")]).filter(([, value]) => value);
  const mine = data.has("mine");
  return (entry) => (!mine || entry.mine) && wanted.every(([name, value]) => matches(entry, name, value));
}

function matches(entry, name, value) {
  if (name === "state" && value === "open") return comments.isOpen(entry);
  if (name === "severity" && value === "none") return !entry.severity;
  return entry[name] === value;
}

/** Options that the comments at hand need and the form does not have yet. @param {HTMLFormElement} form */
export function offer(form) {
  for (const name of ["agency", "author"]) {
    const select = form.elements.namedItem(name);
    if (!(select instanceof HTMLSelectElement)) continue;
    const known = new Set([...select.options].map((option) => option.value));
    const fresh = [...new Set(comments.all().map((entry) => entry[name]))].filter((value) => value && !known.has(value)).sort();
    const asked = new URLSearchParams(location.search).get(name);
    for (const value of fresh) select.add(new Option(value, value, false, value === asked));
  }
}

function remember(form) {
  const address = new URL(location.href);
  for (const name of [...FIELDS, "mine"]) address.searchParams.delete(name);
  for (const [name, value] of new FormData(form)) if (value) address.searchParams.set(name, String(value));
  history.replaceState(history.state, "", address);
}
