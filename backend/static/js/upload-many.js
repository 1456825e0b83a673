// Many files by drag or by picking, each sent on its own with its progress; one that fails stops no other.
import { arrived, behaviour } from "./behaviours.js";
import { fragment } from "./http.js";
import { problem } from "./toasts.js";
import { size } from "./upload.js";

/** How many files are on their way at once. */
const AT_ONCE = 2;

behaviour("form[data-upload-many]", (form) => {
  const input = /** @type {HTMLInputElement} */ (form.querySelector("input[type=file]"));
  const drop = form.querySelector("[data-drop]");
  /** @type {{file: File, line: HTMLElement}[]} */ const waiting = [];
  const add = (files) => { for (const file of files) waiting.push({ file, line: line(form, file) }); input.value = ""; input.required = waiting.length === 0; };
  input.addEventListener("change", () => add(input.files ?? []));
  add(input.files ?? []); // picked before this ran, on a slow line
  for (const type of ["dragenter", "dragover"]) drop.addEventListener(type, (event) => { event.preventDefault(); drop.classList.add("is-over"); });
  for (const type of ["dragleave", "drop"]) drop.addEventListener(type, () => drop.classList.remove("is-over"));
  drop.addEventListener("drop", (event) => { event.preventDefault(); add(event.dataTransfer?.files ?? []); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    for (let n = 0; n < AT_ONCE; n += 1) next(form, waiting);
  });
});

/** A line for a picked file, with the agency that its name tells. */
function line(form, file) {
  const element = form.querySelector("[data-picked-line]").content.firstElementChild.cloneNode(true);
  element.querySelector("[data-name]").textContent = file.name;
  element.querySelector("[data-size]").textContent = size(file.size);
  const words = new Set(file.name.toUpperCase().split(/[^A-Z0-9]+/));
  const select = element.querySelector("[data-agency]");
  select.setAttribute("aria-label", `Agency that sent ${file.name}`);
  for (const option of select.options) if (words.has(option.value.toUpperCase())) select.value = option.value;
  form.querySelector("[data-picked]").append(element);
  return element;
}

function next(form, waiting) {
  const one = waiting.shift();
  if (!one) { form.querySelector("input[type=file]").required = true; return; }
  const { file, line: element } = one;
  const bar = element.querySelector("progress");
  bar.hidden = false;
  const fields = new FormData();
  fields.append("file", file);
  fields.append("agency", element.querySelector("[data-agency]").value);
  const request = new XMLHttpRequest();
  const end = (words) => { bar.hidden = true; element.querySelector("[data-reason]").textContent = words; next(form, waiting); };
  request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
  request.addEventListener("error", () => end("The connection broke. Nothing was stored; drop the file again."));
  request.addEventListener("load", () => {
    if (request.status >= 400) { end(problem(request.status, request.responseText)); return; }
    const answer = fragment(request.responseText);
    const lines = [...answer.children];
    document.querySelector("[data-sent]").prepend(answer);
    for (const each of lines) arrived(each);
    element.remove();
    next(form, waiting);
  });
  request.open("POST", form.getAttribute("action") || location.href);
  request.setRequestHeader("X-CSRFToken", document.body.dataset.csrf ?? "");
  request.setRequestHeader("HX-Request", "true");
  request.send(fields);
}
