// Draws a plan as a line of time from its list of steps: planned, moved, met, late, and today.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 1100, LEFT = 12, RIGHT = 24, TOP = 30, ROW = 30, DAY = 86_400_000;
/** About the width of a letter of a name. */
const LETTER = 7;

/** @param {string} name @param {Record<string, string | number>} attributes @param {string} [words] */
function make(name, attributes, words) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (words) element.textContent = words;
  return element;
}

/** @param {HTMLElement} item */
function stepOf(item) {
  const { title, from, to, first, met } = item.dataset;
  return { title, from: Date.parse(from), to: Date.parse(to), first: Date.parse(first), met: met ? Date.parse(met) : NaN, late: item.hasAttribute("data-late") };
}

/** Months or quarters or years, whichever gives a readable number of marks. */
function ticks(start, end) {
  const months = (end - start) / DAY / 30;
  const every = months <= 14 ? 1 : months <= 40 ? 3 : 12;
  const marks = [];
  const date = new Date(start);
  date.setUTCDate(1);
  while (date.getTime() <= end) {
    if (date.getUTCMonth() % every === 0 && date.getTime() >= start) marks.push({ at: date.getTime(), words: label(date, every) });
    date.setUTCMonth(date.getUTCMonth() + 1);
  }
  return marks;
}

function label(date, every) {
  const year = date.getUTCFullYear();
  if (every === 12) return String(year);
  if (every === 3) return `Q${date.getUTCMonth() / 3 + 1} ${year}`;
  const month = new Intl.DateTimeFormat("en-GB", { month: "short", timeZone: "UTC" }).format(date);
  return date.getUTCMonth() === 0 ? `${month} ${year}` : month;
}

function draw(box, steps) {
  const now = Date.now();
  const moments = steps.flatMap((step) => [step.from, step.to, step.first, step.met]).filter(Number.isFinite).concat(now);
  const room = Math.max(20 * DAY, (Math.max(...moments) - Math.min(...moments)) * 0.04);
  const start = Math.min(...moments) - room, end = Math.max(...moments) + room * 4;
  const x = (at) => LEFT + ((at - start) / (end - start)) * (WIDTH - LEFT - RIGHT);
  const height = TOP + steps.length * ROW + 12;
  const svg = make("svg", { viewBox: `0 0 ${WIDTH} ${height}` });
  svg.append(make("line", { class: "axis", x1: LEFT, x2: WIDTH - RIGHT, y1: TOP - 8, y2: TOP - 8 }));
  for (const { at, words } of ticks(start, end)) {
    svg.append(make("line", { class: "tick", x1: x(at), x2: x(at), y1: TOP - 8, y2: height - 4 }), make("text", { x: x(at) + 4, y: 14 }, words));
  }
  svg.append(make("line", { class: "today", x1: x(now), x2: x(now), y1: TOP - 14, y2: height - 4 }));
  steps.forEach((step, row) => one(svg, step, TOP + row * ROW + ROW / 2, x));
  box.replaceChildren(svg);
}

function one(svg, step, y, x) {
  const at = x(Number.isFinite(step.met) ? step.met : step.to);
  const state = Number.isFinite(step.met) ? "met" : step.late ? "late" : "open";
  if (Math.abs(step.first - step.to) > DAY) svg.append(make("line", { class: "slip", x1: x(step.first), x2: at, y1: y, y2: y }), make("circle", { class: "first", cx: x(step.first), cy: y, r: 3.5 }));
  if (state === "open" && step.to - step.from > 2 * DAY) svg.append(make("rect", { class: "span", x: x(step.from), y: y - 5, width: Math.max(4, x(step.to) - x(step.from)), height: 10, rx: 3 }));
  svg.append(make("path", { class: state, d: `M${at} ${y - 7} l7 7 l-7 7 l-7 -7 z` }));
  svg.append(make("text", { class: "name", ...nameAt(step, at, y, Math.min(at, x(step.from), x(step.first)) - 14) }, step.title));
}

/** Behind the mark where there is room, else before its line, else above it. */
function nameAt(step, at, y, before) {
  const width = step.title.length * LETTER;
  if (at + 14 + width < WIDTH) return { x: at + 14, y: y + 4.5, "text-anchor": "start" };
  if (before - width > LEFT) return { x: before, y: y + 4.5, "text-anchor": "end" };
  return { x: at - 12, y: y - 5, "text-anchor": "end" };
}

const box = document.querySelector("[data-timeline]");
const items = [...document.querySelectorAll("[data-timeline-steps] > [data-to]")];
if (box && items.length > 1) draw(box, items.map(stepOf));
else box?.remove();
