// Edits a paragraph where it stands: the form comes to it; what was typed stays when it could not be kept.
import { arrived, behaviour } from "./behaviours.js";
import { fetchHtml, fragment, send } from "./http.js";
import * as redline from "./redline.js";
import { problem, say } from "./toasts.js";

behaviour("[data-edit-url]", (link) => link.addEventListener("click", async (event) => {
  event.preventDefault();
  const home = link.parentElement;
  const known = home.nextElementSibling;
  if (known?.matches("[data-edit-form]")) { known.querySelector("[data-result]").focus(); return; }
  const answer = await fetchHtml(link.href);
  if (!answer.ok) { say(problem(answer.status, answer.html), { kind: "error" }); return; }
  const form = fragment(answer.html).firstElementChild;
  home.after(form);
  arrived(form);
  form.querySelector("[data-result]").focus();
}));

behaviour("[data-edit-form]", (form) => {
  form.querySelector("[data-close-wording]").addEventListener("click", () => form.remove());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await send(form);
    if (answer.ok) { location.reload(); return; }
    const again = fragment(answer.html).querySelector("[data-edit-form]");
    if (!again) { say(problem(answer.status, answer.html), { kind: "error" }); return; }
    form.replaceWith(again);
    arrived(again);
    again.querySelector("[data-result]").focus();
  });
});

/** The words as they are typed, as a redline against what stands. */
behaviour("[data-result]", (field) => {
  const place = field.closest("form").querySelector("[data-live]");
  if (!place) return;
  const show = () => redline.show(place, field.value === field.dataset.base ? [] : redline.segments(field.dataset.base ?? "", field.value));
  field.addEventListener("input", show);
  show();
});
