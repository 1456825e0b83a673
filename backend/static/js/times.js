// Shows `<time datetime data-show>` in the reader's own zone, with UTC beside a deadline and on hover.
import { behaviour } from "./behaviours.js";

const zone = document.documentElement.dataset.zone || Intl.DateTimeFormat().resolvedOptions().timeZone;
const MINUTE = 60_000, HOUR = 60 * MINUTE, DAY = 24 * HOUR;

const formats = new Map();
function format(date, options) {
  const key = JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-GB", options));
  return formats.get(key).format(date).replace("Sept ", "Sep ");
}
const day = (date, timeZone) => format(date, { day: "numeric", month: "short", year: "numeric", timeZone });
const clock = (date, timeZone) => format(date, { hour: "2-digit", minute: "2-digit", timeZone });
const zoned = (date) => format(date, { hour: "2-digit", minute: "2-digit", timeZone: zone, timeZoneName: "short" });
const utc = (date) => `${day(date, "UTC")}, ${clock(date, "UTC")} UTC`;

/** What is left until, or passed since. @param {Date} date @param {number} now */
export function distance(date, now = Date.now()) {
  const gap = Math.abs(date.getTime() - now);
  const [count, unit] = gap >= 2 * DAY ? [Math.floor(gap / DAY), "day"]
    : gap >= HOUR ? [Math.floor(gap / HOUR), "hour"] : [Math.max(1, Math.floor(gap / MINUTE)), "minute"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** @param {Date} date @param {string} show @returns {string} */
function words(date, show) {
  const now = Date.now();
  if (show === "day") return day(date, zone);
  if (show === "ago" && Math.abs(now - date.getTime()) < MINUTE) return "just now";
  if (show === "ago") return now - date.getTime() < 7 * DAY ? `${distance(date, now)} ago` : day(date, zone);
  if (show === "left") return date.getTime() > now ? `${distance(date, now)} left` : `late ${distance(date, now)}`;
  if (show === "here") return clock(date, zone) === clock(date, "UTC") ? "" : `For you ${format(date, { day: "numeric", month: "short", timeZone: zone })}, ${zoned(date)}`;
  if (show !== "deadline") return `${day(date, zone)}, ${clock(date, zone)}`;
  const sameZone = clock(date, zone) === clock(date, "UTC");
  const both = sameZone ? `${clock(date, "UTC")} UTC` : `${zoned(date)} (${clock(date, "UTC")} UTC)`;
  const near = Math.abs(date.getTime() - now) < 300 * DAY;
  const when = near ? format(date, { day: "numeric", month: "short", timeZone: zone }) : day(date, zone);
  return `${when}, ${both} · ${words(date, "left")}`;
}

behaviour("time[data-show]", (element) => {
  const date = new Date(element.dateTime);
  if (Number.isNaN(date.getTime())) return;
  element.textContent = words(date, element.dataset.show);
  element.title = utc(date);
  const due = ["deadline", "left"].includes(element.dataset.show);
  if (due && date.getTime() < Date.now()) element.classList.add("is-late");
});

behaviour("[data-zone-name]", (element) => { element.textContent = `Times in ${zone.replaceAll("_", " ")}`; });
