// Judging answers by keys: j and k walk, y is satisfied, n asks what is still wrong.
import * as keyboard from "./keyboard.js";

const all = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-answer]")]);
const current = () => /** @type {HTMLElement | null} */ (document.querySelector("[data-answer].is-current"));

function show(answer) {
  if (!answer) return;
  current()?.classList.remove("is-current");
  answer.classList.add("is-current");
  answer.focus({ preventScroll: true });
  answer.scrollIntoView({ block: "nearest", behavior: "instant" });
}
const step = (direction) => show(all()[current() ? all().indexOf(current()) + direction : 0]);

keyboard.on("j", "Next answer", () => step(1), "Answers");
keyboard.on("k", "Previous answer", () => step(-1), "Answers");
keyboard.on("y", "Satisfied", () => current()?.querySelector("[data-yes]")?.click(), "Answers");
keyboard.on("n", "Not satisfied: say why", () => current()?.querySelector("textarea")?.focus(), "Answers");

for (const form of document.querySelectorAll("[data-answer] form")) {
  form.addEventListener("submit", (event) => {
    const reason = form.elements.namedItem("reason");
    if (event.submitter?.matches("[data-no]") && !reason.value.trim()) { event.preventDefault(); event.stopImmediatePropagation(); reason.required = true; reason.reportValidity(); reason.required = false; }
  }, { capture: true });
}
const done = location.hash.startsWith("#a-") && document.getElementById(location.hash.slice(1));
show(done ? all().slice(all().indexOf(done) + 1).find((each) => each.querySelector(".tag--late")) ?? done : all().find((each) => each.querySelector(".tag--late")));
