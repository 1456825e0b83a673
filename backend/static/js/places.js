// Places in the address: #b17, #b17:3-20 (characters), #c-UID or #ESA-014 (comments), ?comment=UID.
import * as anchors from "./anchors.js";
import * as comments from "./comments.js";
import * as highlights from "./highlights.js";
import * as lazy from "./lazy.js";
import { text } from "./room.js";
import { openComment } from "./walking.js";

/** Brings a block to the top, loading its piece when its ordinal is given; null when it is not on the page.
 * @param {string} key @param {number} [ordinal] @returns {Promise<HTMLElement | null>} */
export async function goTo(key, ordinal = -1) {
  if (!anchors.block(key, text) && ordinal >= 0) await lazy.bring(text, ordinal);
  const element = anchors.block(key, text)?.closest(".block");
  if (!element) return null;
  for (const old of text.querySelectorAll(".is-target")) old.classList.remove("is-target");
  element.scrollIntoView({ block: "start", behavior: "instant" });
  return element;
}

/** Goes where the address points. */
export async function arrive() {
  const [, key, start, end] = /^#([A-Za-z0-9_-]+)(?::(\d+)-(\d+))?$/.exec(location.hash) ?? [];
  const wanted = new URLSearchParams(location.search).get("comment") ?? key?.replace(/^c-/, "");
  const byName = comments.all().find((entry) => entry.uid === wanted || (entry.number && entry.number === wanted));
  if (byName) { await openComment(byName.uid); return; }
  if (!key) return;
  const element = await goTo(key);
  if (!element) { elsewhere(key); return; }
  element.classList.add("is-target");
  const block = start && anchors.block(key, text);
  const range = block && anchors.rangeOf(block, Number(start), Number(end));
  if (range) highlights.fill("find", [range]);
}

/** A block whose piece is not loaded: the server knows where it is. */
function elsewhere(key) {
  const address = new URL(location.href);
  if (!text.querySelector("[data-waiting]") || address.searchParams.get("at") === key) return;
  address.searchParams.set("at", key);
  location.replace(address);
}
