// Meeting mode by keys: j and k, or the arrows, go from comment to comment; a, x, m choose the decision.
import * as keyboard from "./keyboard.js";

const form = /** @type {HTMLFormElement | null} */ (document.querySelector(".sitting__form"));
const follow = (selector) => () => /** @type {HTMLAnchorElement | null} */ (document.querySelector(`${selector}[href]`))?.click();

for (const key of ["j", "ArrowRight"]) keyboard.on(key, "Next comment", follow("[data-after]"), "Meeting");
for (const key of ["k", "ArrowLeft"]) keyboard.on(key, "Previous comment", follow("[data-before]"), "Meeting");
keyboard.on("Escape", "Back to the matrix", () => {
  if (document.activeElement instanceof HTMLElement && document.activeElement.matches("input, textarea, select")) document.activeElement.blur();
  else follow("[data-leave]")();
}, "Meeting");
if (form) {
  keyboard.on("a", "Accept", () => choose("accepted"), "Meeting");
  keyboard.on("x", "Reject", () => choose("rejected"), "Meeting");
  keyboard.on("m", "Accept with modification", () => choose("accepted_modified"), "Meeting");
  form.addEventListener("change", needs);
  form.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(); });
  needs();
}

function choose(disposition) {
  form.elements.namedItem("disposition").value = disposition;
  needs();
  form.elements.namedItem("response").focus();
}

function needs() {
  const option = form.elements.namedItem("disposition").selectedOptions[0];
  form.elements.namedItem("response").required = option.dataset.needsReason === "yes";
  form.querySelector("[data-duplicate]").hidden = option.value !== "duplicate";
}
