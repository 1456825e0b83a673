// Walks through the changes of a comparison: keys, buttons, the list beside the text.
import * as keyboard from "./keyboard.js";

const changes = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-change]")]);
const place = document.querySelector("[data-change-place]");
const all = place?.textContent ?? "";
let current = -1;

/** @param {number} at */
function show(at) {
  if (!changes.length) return;
  current = Math.max(0, Math.min(at, changes.length - 1));
  for (const change of changes) change.classList.toggle("is-current", change === changes[current]);
  const change = changes[current];
  change.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth" });
  change.focus({ preventScroll: true });
  for (const link of document.querySelectorAll("[data-change-link]")) {
    const is = link.dataset.changeLink === change.dataset.change;
    if (is) { link.setAttribute("aria-current", "true"); link.scrollIntoView({ block: "nearest" }); } else link.removeAttribute("aria-current");
  }
  if (place) place.textContent = `${change.dataset.change} of ${all}`;
  history.replaceState(history.state, "", `#change-${change.dataset.change}`);
}

/** The change at or after the middle of the window, when none is chosen yet. */
function nearest() {
  const at = changes.findIndex((change) => change.getBoundingClientRect().bottom > innerHeight * 0.3);
  return at < 0 ? changes.length - 1 : at;
}

const next = () => show(current < 0 ? nearest() : current + 1);
const previous = () => show(current < 0 ? nearest() - 1 : current - 1);
keyboard.on("j", "Next change", next, "Changes");
keyboard.on("k", "Previous change", previous, "Changes");
document.querySelector("[data-next-change]")?.addEventListener("click", next);
document.querySelector("[data-previous-change]")?.addEventListener("click", previous);
for (const link of document.querySelectorAll("[data-change-link]")) {
  link.addEventListener("click", (event) => {
    const at = changes.findIndex((change) => change.dataset.change === link.dataset.changeLink);
    if (at < 0) { event.preventDefault(); location.href = pageOf(Number(link.dataset.changeLink)); return; }
    event.preventDefault();
    show(at);
  });
}

/** A change on another page of the comparison: the page is found by asking for the next one until it is there. */
function pageOf(number) {
  const address = new URL(location.href);
  const first = Number(changes[0]?.dataset.change ?? 1);
  const now = Number(address.searchParams.get("page") ?? 1);
  address.searchParams.set("page", String(number < first ? Math.max(1, now - 1) : now + 1));
  address.hash = `change-${number}`;
  return address.href;
}

const asked = /^#change-(\d+)$/.exec(location.hash)?.[1];
if (asked) {
  const at = changes.findIndex((change) => change.dataset.change === asked);
  if (at >= 0) show(at);
}
