// Says once, low on the screen, what just happened; may offer to undo it.
import { behaviour } from "./behaviours.js";

const STAY = 6000;

/**
 * @param {string} text
 * @param {{kind?: "info" | "error" | "warning", action?: string, onAction?: () => void}} [options]
 */
export function say(text, { kind = "info", action = "", onAction } = {}) {
  const toast = document.createElement("div");
  toast.className = `toast toast--${kind}`;
  toast.dataset.toast = "";
  const words = document.createElement("span");
  words.textContent = text;
  toast.append(words);
  if (action && onAction) toast.append(button(action, () => { onAction(); toast.remove(); }));
  toast.append(button("Close", () => toast.remove()));
  document.getElementById("toasts")?.append(toast);
  leave(toast, kind);
}

function button(label, act) {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = label;
  element.addEventListener("click", act);
  return element;
}

/** Errors stay until they are closed. */
function leave(toast, kind) {
  if (kind !== "error") setTimeout(() => toast.matches(":hover, :focus-within") ? leave(toast, kind) : toast.remove(), STAY);
}

behaviour("[data-toast]", (toast) => {
  toast.querySelector("[data-toast-close]")?.addEventListener("click", () => toast.remove());
  if (toast.querySelector("[data-toast-close]")) leave(toast, toast.classList.contains("toast--error") ? "error" : "info");
});
document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  say(problem(status, event.detail.xhr.responseText), { kind: "error" });
});
document.addEventListener("htmx:sendError", () => say("No connection. Nothing was sent; try again when you are back online.", { kind: "error" }));

/** The words of an error answer: its own title and detail, or what the status means. */
export function problem(status, html = "") {
  const page = new DOMParser().parseFromString(html, "text/html");
  const own = page.querySelector("[data-code]");
  const title = own?.querySelector("h1")?.textContent?.trim();
  const detail = own?.querySelector("p")?.textContent?.trim();
  if (title) return detail ? `${title}. ${detail}` : title;
  if (status === 403) return "You may not do this, or this page was open too long: reload it.";
  if (status === 409) return "This is not possible now: someone was faster. Reload to see how it stands.";
  if (status >= 500) return "Something went wrong on our side. Nothing of yours is lost; try again.";
  return `This did not work (${status}). Try again.`;
}
