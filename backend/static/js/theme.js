// The choice between light, dark and the system's own, kept in this browser.
import { behaviour } from "./behaviours.js";

const root = document.documentElement;

function show() {
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String((root.dataset.theme ?? "") === button.dataset.themeChoice));
  }
}

behaviour("[data-theme-choice]", (button) => {
  button.addEventListener("click", () => {
    const theme = button.dataset.themeChoice;
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    try { theme ? localStorage.setItem("theme", theme) : localStorage.removeItem("theme"); } catch { /* this page only */ }
    show();
  });
});
show();
