// Remembers in this browser which version of a document was read last, and offers what changed since.
import { behaviour } from "./behaviours.js";

const READING = 20_000;

behaviour("[data-since]", (link) => {
  const key = `last-read:${link.dataset.since}`;
  const now = Number(link.dataset.version);
  let last = 0;
  try { last = Number(localStorage.getItem(key) ?? 0); } catch { return; }
  if (last && last < now) {
    link.setAttribute("href", link.getAttribute("href").replace("/0..", `/${last}..`));
    link.querySelector("[data-since-version]").textContent = String(last);
    link.hidden = false;
  }
  if (now > last) setTimeout(() => { try { localStorage.setItem(key, String(now)); } catch { /* nothing is remembered */ } }, READING);
});
