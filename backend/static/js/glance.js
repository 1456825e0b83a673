// What the box in the bar finds while somebody types; arrows choose, Enter opens, Esc closes.
import { behaviour } from "./behaviours.js";
import { fetchHtml, fragment } from "./http.js";

const PAUSE = 140;

behaviour("input[data-glance]", (input) => {
  const list = input.closest("form").querySelector("[data-glance-list]");
  let asked = "";
  let timer = 0;
  const close = () => { list.replaceChildren(); input.setAttribute("aria-expanded", "false"); };
  const ask = async () => {
    const words = input.value.trim();
    asked = words;
    if (words.length < 2) { close(); return; }
    const answer = await fetchHtml(`${input.dataset.glance}?q=${encodeURIComponent(input.value)}`);
    if (asked !== words || !answer.ok || document.activeElement === document.body) return;
    list.replaceChildren(fragment(answer.html));
    input.setAttribute("aria-expanded", "true");
  };
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-controls", list.id ||= "glance");
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { close(); input.blur(); }
    if (event.key === "ArrowDown") { event.preventDefault(); list.querySelector("a")?.focus(); }
  });
  list.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement));
    if (event.key === "ArrowDown") { event.preventDefault(); links[Math.min(at + 1, links.length - 1)]?.focus(); }
    if (event.key === "ArrowUp") { event.preventDefault(); (at > 0 ? links[at - 1] : input).focus(); }
    if (event.key === "Escape") { close(); input.focus(); }
  });
  document.addEventListener("pointerdown", (event) => { if (!input.form.contains(event.target)) close(); });
  input.form.addEventListener("focusout", () => setTimeout(() => { if (!input.form.contains(document.activeElement)) close(); }));
});
