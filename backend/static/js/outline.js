// The contents beside the text: where one is, how many comments lie where, how much one has read.

/** @type {HTMLElement} */ let outline;
/** @type {HTMLElement} */ let text;
let store = "";
/** @type {Set<string>} keys of the sections that were on the screen long enough to be read */ let read = new Set();

const READING = 2500;

/** @param {HTMLElement} outlineElement @param {HTMLElement} textElement @param {string} key */
export function start(outlineElement, textElement, key) {
  [outline, text, store] = [outlineElement, textElement, `read:${key}`];
  try { read = new Set(JSON.parse(localStorage.getItem(store) ?? "[]")); } catch { /* nothing remembered */ }
  for (const name of read) link(name)?.classList.add("is-read");
  let waiting = 0;
  const see = () => { waiting ||= requestAnimationFrame(() => { waiting = 0; here(); }); };
  document.addEventListener("scroll", see, { passive: true });
  window.addEventListener("resize", see);
  here();
  progress();
}

const link = (key) => outline.querySelector(`a[data-section="${CSS.escape(key)}"]`);
const links = () => [...outline.querySelectorAll("a[data-section]")];
let current = "";
let since = 0;

/** Lights the section at the top third of the window. */
function here() {
  const line = window.innerHeight * 0.33;
  let last = "";
  for (const unit of text.querySelectorAll(".unit--heading, .unit--title")) {
    if (unit.getBoundingClientRect().top > line) break;
    last = unit.dataset.unit ?? "";
  }
  if (last === current) { dwell(); return; }
  current = last;
  since = performance.now();
  setTimeout(dwell, READING + 50);
  for (const each of links()) each.removeAttribute("aria-current");
  const now = link(current);
  if (!now) return;
  now.setAttribute("aria-current", "true");
  const box = outline.closest("[data-outline-box]") ?? outline;
  const place = now.getBoundingClientRect(), frame = box.getBoundingClientRect();
  if (place.top < frame.top + 16 || place.bottom > frame.bottom - 60) box.scrollTop += place.top - frame.top - frame.height / 3;
}

function dwell() {
  if (!current || read.has(current) || performance.now() - since < READING) return;
  read.add(current);
  link(current)?.classList.add("is-read");
  try { localStorage.setItem(store, JSON.stringify([...read])); } catch { /* this page only */ }
  progress();
}

function progress() {
  const all = links().length;
  const share = all ? Math.round(100 * links().filter((each) => read.has(each.dataset.section)).length / all) : 0;
  const bar = outline.parentElement.querySelector("[data-read] progress");
  const words = outline.parentElement.querySelector("[data-read-words]");
  if (bar) bar.value = share / 100;
  if (words) words.textContent = `read ${share} %`;
}

/** Writes the counts of comments that pass the filter. @param {Map<string, number>} counts by section key */
export function count(counts) {
  for (const each of links()) {
    const place = each.querySelector("[data-count]");
    const number = counts.get(each.dataset.section) ?? 0;
    if (place) { place.textContent = number ? String(number) : ""; place.title = number ? `${number} comments` : ""; }
  }
}
