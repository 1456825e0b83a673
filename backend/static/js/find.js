// The search box in the header: arrow keys walk through what it shows, Escape closes it.
import { behaviour } from "./behaviours.js";

behaviour("[data-find]", (/** @type {HTMLFormElement} */ form) => {
  const box = /** @type {HTMLInputElement} */ (form.querySelector("input"));
  const list = /** @type {HTMLElement} */ (form.querySelector("[data-find-list]"));
  const links = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll(".glance a")]);

  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (list.textContent.trim()) event.stopPropagation();
      list.replaceChildren();
      box.focus();
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [box, ...links()];
    const at = stops.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const next = stops[(at + (event.key === "ArrowDown" ? 1 : stops.length - 1)) % stops.length];
    event.preventDefault();
    next.focus();
  });
});
