// Notes in an open round which sections were read: those whose text stood on the screen for a while.
import { behaviour } from "./behaviours.js";

/** A section counts as read after this long on the screen, in milliseconds. */
const LONG_ENOUGH = 7_500;
const SEND_EVERY = 4_000;

behaviour("[data-reading-url]", (room) => {
  const sections = new Set(room.dataset.readingSections.split(" ").filter(Boolean));
  const read = new Set();
  /** @type {Map<string, number>} */
  const since = new Map();
  let waiting = [];

  setInterval(() => {
    if (document.hidden) { since.clear(); return; }
    const now = Date.now();
    const here = current();
    for (const key of [...since.keys()]) if (!here.has(key)) since.delete(key);
    for (const key of here) {
      if (!since.has(key)) since.set(key, now);
      else if (now - since.get(key) >= LONG_ENOUGH && !read.has(key)) { read.add(key); waiting.push(key); }
    }
    if (waiting.length) send();
  }, SEND_EVERY);

  /** The sections whose text is on the screen. @returns {Set<string>} */
  function current() {
    const found = new Set();
    let section = "";
    for (const block of room.querySelectorAll("[data-block]")) {
      const key = block.dataset.block;
      if (sections.has(key)) section = key;
      const { top, bottom } = block.getBoundingClientRect();
      if (section && bottom > 0 && top < innerHeight) found.add(section);
      if (top > innerHeight) break;
    }
    return found;
  }

  async function send() {
    const body = new URLSearchParams(waiting.map((key) => ["section", key]));
    waiting = [];
    const headers = { "X-CSRFToken": document.body.dataset.csrf, "X-Requested-With": "fetch" };
    try { await fetch(room.dataset.readingUrl, { method: "POST", body, headers }); } catch { /* told another time */ }
  }
});
