// A file by drag or by picking, sent with its progress; without script the form works as it is.
import { behaviour } from "./behaviours.js";
import { problem, say } from "./toasts.js";

behaviour("form[data-upload]", (form) => {
  const input = /** @type {HTMLInputElement} */ (form.querySelector("input[type=file]"));
  const drop = form.querySelector("[data-drop]") ?? form;
  const name = form.querySelector("[data-file-name]");
  const show = () => {
    const file = input.files?.[0];
    if (name) name.textContent = file ? `${file.name}, ${size(file.size)}` : "";
  };
  input.addEventListener("change", show);
  show(); // picked before this ran, on a slow line
  for (const type of ["dragenter", "dragover"]) drop.addEventListener(type, (event) => { event.preventDefault(); drop.classList.add("is-over"); });
  for (const type of ["dragleave", "drop"]) drop.addEventListener(type, () => drop.classList.remove("is-over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer?.files.length) { input.files = event.dataTransfer.files; show(); }
  });
  form.addEventListener("submit", (event) => {
    if (!input.files?.length) return;
    event.preventDefault();
    transfer(form, input.files[0]);
  });
});

/** @param {number} bytes */
export function size(bytes) {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** Sends the form; follows the redirect of a good answer, shows the form again with its errors otherwise. */
function transfer(form, file) {
  const limit = Number(form.dataset.limit || Infinity);
  if (file.size > limit) return say(`${file.name} has ${size(file.size)}; the most is ${size(limit)}. Compress its pictures in Word and try again.`, { kind: "error" });
  const box = form.querySelector("[data-upload-progress]");
  const bar = box?.querySelector("progress");
  const words = box?.querySelector("[data-upload-words]");
  const button = form.querySelector("[type=submit]");
  const request = new XMLHttpRequest();
  const end = () => { button?.removeAttribute("disabled"); button?.classList.remove("is-busy"); if (box) box.hidden = true; };
  if (box) box.hidden = false;
  button?.setAttribute("disabled", "");
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable || !bar || !words) return;
    bar.value = event.loaded / event.total;
    words.textContent = event.loaded < event.total ? `${size(event.loaded)} of ${size(event.total)} sent` : "Sent. Reading the file …";
    if (event.loaded === event.total) bar.removeAttribute("value");
  });
  request.addEventListener("error", () => { end(); say("The connection broke. Nothing was stored; send the file again.", { kind: "error" }); });
  request.addEventListener("load", () => answered(request, form, end));
  request.open("POST", form.action);
  request.setRequestHeader("X-CSRFToken", document.body.dataset.csrf ?? "");
  request.send(new FormData(form));
  return undefined;
}

function answered(request, form, end) {
  if (request.status < 400 && request.responseURL && request.responseURL !== form.action) { location.href = request.responseURL; return; }
  end();
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const again = page.querySelector("form[data-upload]");
  const errors = again?.querySelector("[data-upload-errors]");
  const place = form.querySelector("[data-upload-errors]");
  if (errors && place) { place.replaceWith(errors); errors.scrollIntoView({ block: "nearest" }); }
  else say(problem(request.status, request.responseText), { kind: "error" });
}
