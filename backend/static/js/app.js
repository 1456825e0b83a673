// What every page does: times, appearance, toasts, menus, busy buttons, the keys that work everywhere.
import { behaviour } from "./behaviours.js";
import * as keyboard from "./keyboard.js";
import "./times.js";
import "./theme.js";
import "./toasts.js";
import "./upload.js";
import "./wide.js";
import "./follow.js";
import "./find.js";

behaviour("[data-menu]", (menu) => {
  document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});

behaviour("form[method=post]", (form) => {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    // Asked only when all have heard of it: a script that sends the form itself shows how far it is itself.
    if (button) setTimeout(() => { if (event.defaultPrevented) return; button.classList.add("is-busy"); button.setAttribute("aria-disabled", "true"); });
  });
});
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll(".is-busy")) {
    button.classList.remove("is-busy");
    button.removeAttribute("aria-disabled");
  }
});

behaviour("[data-submit-on-change]", (form) => form.addEventListener("change", () => form.requestSubmit()));
behaviour("[data-key-help]", (button) => button.addEventListener("click", keyboard.help));
behaviour("[data-print]", (button) => button.addEventListener("click", () => window.print()));

const go = (path) => () => { location.href = path; };
keyboard.on("?", "Show all keys", keyboard.help);
keyboard.on("/", "Search", () => {
  const box = document.querySelector("[data-key-search]");
  if (box instanceof HTMLElement && box.offsetParent) { box.focus(); box.select(); } else location.href = "/search/";
});
for (const link of document.querySelectorAll(".bar__rooms a")) {
  const letter = { "My work": "w", Documents: "d", Publications: "p" }[link.textContent.trim()];
  if (letter) keyboard.on(`g ${letter}`, `Go to ${link.textContent.trim()}`, go(link.href));
}
keyboard.on("g p", "Go to the public pages", go("/"));
