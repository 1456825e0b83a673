// The reading room: puts outline, text, margin, selection, composer, filter and keys together.
import * as anchors from "./anchors.js";
import { arrived } from "./behaviours.js";
import * as forms from "./card-forms.js";
import * as cards from "./cards.js";
import * as comments from "./comments.js";
import * as composer from "./composer.js";
import * as filter from "./filter.js";
import * as highlights from "./highlights.js";
import * as keyboard from "./keyboard.js";
import * as lazy from "./lazy.js";
import * as margin from "./margin.js";
import * as outline from "./outline.js";
import * as proposals from "./proposals.js";
import * as selection from "./selection.js";
import { say } from "./toasts.js";

const room = /** @type {HTMLElement} */ (document.querySelector("[data-reader]"));
const text = /** @type {HTMLElement} */ (room.querySelector("[data-text]"));
const side = /** @type {HTMLElement} */ (room.querySelector("[data-margin]"));
const contents = /** @type {HTMLElement} */ (room.querySelector("[data-outline]"));
const filterForm = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-filter]"));
const place = document.querySelector("[data-place]");
const mayComment = room.hasAttribute("data-can-comment");
const store = `draft:${room.dataset.reader}`;
let refreshing = 0;

anchors.learn(text);
comments.load(document.getElementById("comments"));
for (const card of cards.cardsIn(side)) comments.put(cards.entryOf(card));
margin.start(side, text);
lazy.start(text, {
  blocksUrl: room.dataset.blocksUrl, commentsUrl: room.dataset.commentsUrl,
  taken: (chunk) => { anchors.learn(chunk); repaint(chunk); decorate(chunk); showCounts(); },
  cards: (root) => take(cards.cardsIn(root)),
});
outline.start(contents, text, room.dataset.reader);
if (filterForm) { filter.offer(filterForm); filter.start(filterForm, refresh); }
comments.onChange(refresh);

/** Takes loaded cards in. @param {HTMLElement[]} list */
function take(list) {
  for (const card of list) comments.put(cards.entryOf(card));
  margin.add(list);
  list.forEach(arrived);
  if (filterForm) filter.offer(filterForm);
}

function refresh() {
  refreshing ||= requestAnimationFrame(() => {
    refreshing = 0;
    repaint(text);
    decorate(text);
    showCounts();
    margin.schedule();
    showPlace();
  });
}

/** Paints the words of all comments shown whose blocks lie in `root`. @param {ParentNode} root */
function repaint(root) {
  for (const entry of comments.all()) {
    if (!comments.isShown(entry.uid)) highlights.unpaint(entry.uid);
    else if (root === text || entry.segments.some(([key]) => anchors.block(key, root))) highlights.paint(entry, text);
  }
  if (room.classList.contains("view-markup")) proposals.show(text);
}

/** Gives each paragraph, list item and table its button: how many comments it has, or to write the first.
 * @param {ParentNode} root */
function decorate(root) {
  const counts = comments.byBlock();
  for (const unit of root.querySelectorAll(".unit")) {
    const items = unit.querySelectorAll(".block.list_item");
    for (const item of items) tools(ownHolder(item), item.id, counts.get(item.id) ?? []);
    if (items.length) continue;
    const here = [...unit.querySelectorAll(anchors.BLOCK)].flatMap((element) => counts.get(element.dataset.block) ?? []);
    tools(unit.querySelector(":scope > [data-unit-tools]"), unit.dataset.unit, here);
  }
}

function ownHolder(item) {
  const known = item.querySelector(":scope > .unit__tools");
  if (known) return known;
  const holder = document.createElement("div");
  holder.className = "unit__tools";
  holder.dataset.skip = "";
  item.append(holder);
  return holder;
}

function tools(holder, key, here) {
  if (!holder || holder.dataset.showing === String(here.length)) return;
  holder.dataset.showing = String(here.length);
  const label = here.length === 1 ? "1 comment" : `${here.length} comments`;
  const button = document.createElement("button");
  button.type = "button";
  if (here.length) {
    button.className = "unit__count";
    button.dataset.showComments = here[0].uid;
    button.textContent = String(here.length);
    button.setAttribute("aria-label", `${label} on this paragraph`);
  } else if (mayComment) {
    button.className = "unit__add";
    button.dataset.addComment = key;
    button.textContent = "+";
    button.setAttribute("aria-label", "Comment on this paragraph");
    button.title = "Comment on this paragraph (c)";
  } else { holder.replaceChildren(); return; }
  holder.replaceChildren(button);
}

function showCounts() {
  const counts = new Map();
  const shown = comments.shown();
  const links = [...contents.querySelectorAll("a[data-section]")].map((link) => [Number(link.dataset.ordinal), link.dataset.section]);
  for (const entry of shown.filter((each) => each.block)) {
    const section = links.findLast(([ordinal]) => ordinal <= entry.ordinal)?.[1];
    if (section) counts.set(section, (counts.get(section) ?? 0) + 1);
  }
  outline.count(counts);
}

function showPlace() {
  if (!place) return;
  const shown = comments.shown();
  const at = shown.findIndex((entry) => entry.uid === margin.activeId());
  const all = comments.total();
  const of = shown.length < all ? `${shown.length} of ${all} comments` : `${all} comment${all === 1 ? "" : "s"}`;
  place.textContent = at >= 0 ? `${at + 1} of ${shown.length}${shown.length < all ? ` (${all} in all)` : ""}` : of;
}

/** Opens a comment and brings its words into view. @param {string} uid @param {{focus?: boolean, scroll?: boolean}} [how] */
async function openComment(uid, { focus = true, scroll = true } = {}) {
  const entry = comments.get(uid);
  if (!entry) return;
  await lazy.bring(text, entry.ordinal);
  margin.activate(uid);
  const words = (entry.block && anchors.block(entry.block, text)) || null;
  const rect = (entry.kind === "range" && highlights.rangesOf(entry, text)[0]?.getBoundingClientRect()) || words?.getBoundingClientRect();
  if (scroll && rect && (rect.top < 150 || rect.bottom > innerHeight - 160)) {
    window.scrollBy({ top: rect.top - innerHeight * 0.35, behavior: Math.abs(rect.top) < innerHeight * 2 && !matchMedia("(prefers-reduced-motion: reduce)").matches ? "smooth" : "instant" });
  }
  const card = margin.card(uid);
  if (focus) card?.focus({ preventScroll: true });
  if (scroll && card) keepInView(card, rect);
  showPlace();
}

/** A tall card that reaches below the window is brought up, as long as its words stay in view. */
function keepInView(card, words) {
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const below = card.getBoundingClientRect().bottom - (innerHeight - 24);
    const above = (words?.top ?? innerHeight / 2) - 170;
    if (below > 0 && above > 0 && getComputedStyle(card).position === "absolute") window.scrollBy({ top: Math.min(below, above), behavior: "smooth" });
  }));
}

async function step(direction) {
  const shown = comments.shown();
  const at = shown.findIndex((entry) => entry.uid === margin.activeId());
  const from = at >= 0 ? shown[at].ordinal : firstVisibleOrdinal();
  const next = at >= 0 ? shown[at + direction] : direction > 0 ? shown.find((entry) => entry.ordinal >= from) : shown.findLast((entry) => entry.ordinal < from);
  if (next) { await openComment(next.uid); return; }
  const count = comments.total();
  if (await lazy.bringNext(text, from, direction) && comments.total() > count) { await step(direction); return; }
  say(direction > 0 ? "That was the last comment." : "That was the first comment.");
}

function firstVisibleOrdinal() {
  const unit = [...text.querySelectorAll(".unit")].find((each) => each.getBoundingClientRect().bottom > 140);
  return Number(unit?.dataset.ordinal ?? 0);
}

/* --- writing --- */

const template = /** @type {HTMLTemplateElement | null} */ (document.getElementById("composer"));
if (template) {
  composer.start({
    template, text, margin, store, keepInView,
    posted: (list) => {
      take(list);
      for (const card of list) card.classList.add("is-new");
      if (list[0]) openComment(list[0].dataset.comment, { scroll: false });
      say("Your comment is sent.");
    },
  });
}

function target(chosen, propose = false) {
  return { kind: "range", block: chosen.start.block, endBlock: chosen.end.block, start: chosen.start.offset, end: chosen.end.offset, quote: chosen.quote, range: chosen.range, propose };
}

/** A comment on a whole paragraph, a table (all its blocks), or the section that a heading begins. */
function onBlock(key) {
  const element = anchors.block(key, text);
  if (!element) return;
  const unit = element.closest(".unit");
  const table = element.closest(".table") ? [...unit.querySelectorAll(anchors.BLOCK)] : null;
  if (unit.classList.contains("unit--heading")) composer.write({ kind: "section", block: key });
  else if (table) composer.write({ kind: "block", block: table[0].dataset.block, endBlock: table.at(-1).dataset.block });
  else composer.write({ kind: "block", block: key, start: 0, end: anchors.codePoints(anchors.textOf(element)), quote: anchors.textOf(element) });
}

/** The paragraph or item under the hand, or the first one in view. */
function blockInView() {
  const all = [...text.querySelectorAll(anchors.BLOCK)];
  return all.findLast((each) => each.parentElement.matches(":hover")) ?? all.find((each) => each.getBoundingClientRect().top > 130);
}

async function copyLink(address) {
  try { await navigator.clipboard.writeText(address); say("The link is copied."); }
  catch { say(address); }
}

const linkTo = (chosen) => `${location.origin}${location.pathname}#${chosen.start.block}:${chosen.start.offset}-${chosen.end.offset}`;
const bar = document.querySelector("[data-select-bar]");
const choosing = bar ? selection.start(text, bar, (action, chosen) => {
  if (action === "link") copyLink(linkTo(chosen));
  else composer.write(target(chosen, action === "propose"));
}) : null;

/* --- hands --- */

room.addEventListener("click", (event) => {
  const origin = /** @type {HTMLElement} */ (event.target);
  const shows = origin.closest("[data-show-comments]");
  const adds = origin.closest("[data-add-comment]");
  const card = origin.closest(".card[data-comment]");
  if (shows) openComment(shows.dataset.showComments, { scroll: false });
  else if (adds) onBlock(adds.dataset.addComment);
  else if (card && !card.hasAttribute("data-composer")) {
    if (!card.classList.contains("is-active")) { openComment(card.dataset.comment, { scroll: true }); event.preventDefault(); }
  } else if (text.contains(origin) && !origin.closest("a, button") && document.getSelection()?.isCollapsed) {
    const [uid] = highlights.under(event.clientX, event.clientY);
    if (uid) openComment(uid, { scroll: false, focus: false });
    else if (margin.activeId() && !composer.isOpen()) margin.activate("");
  }
});

side.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target === event.target.closest(".card")) openComment(event.target.dataset.comment);
});

side.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (!form.matches("[data-card-form]")) return;
  event.preventDefault();
  forms.submit(form, (fresh, uid) => {
    if (margin.activeId() === uid) openComment(fresh.dataset.comment, { scroll: false });
  });
});

side.addEventListener("click", (event) => {
  const card = event.target.closest(".card");
  const opener = event.target.closest("[data-open-form]");
  if (opener) forms.open(card, opener.dataset.openForm);
  if (event.target.closest("[data-close-form]")) forms.close(card);
  const copied = event.target.closest("[data-copy-link]");
  if (copied) { event.preventDefault(); copyLink(copied.href); }
});

side.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-form]");
  if (form) forms.needs(form);
});
side.addEventListener("input", () => margin.schedule());
side.addEventListener("card:grown", (event) => keepInView(event.target, null));

/* --- keys --- */

const active = () => margin.card(margin.activeId());
keyboard.on("j", "Next comment", () => step(1), "Comments");
keyboard.on("k", "Previous comment", () => step(-1), "Comments");
if (mayComment) keyboard.on("c", "Comment on the selection or the paragraph in view", () => {
  const chosen = choosing?.current();
  if (chosen) { choosing.hide(); composer.write(target(chosen)); return; }
  const element = blockInView();
  if (element) onBlock(element.dataset.block);
}, "Comments");
keyboard.on("r", "Reply", () => forms.open(active(), "reply") || say("Open a comment first: j and k go from one to the next."), "Comments");
if (room.hasAttribute("data-can-edit")) {
  keyboard.on("a", "Accept", () => quick("accepted"), "Decide");
  keyboard.on("x", "Reject, with a reason", () => forms.open(active(), "decide", { disposition: "rejected" }), "Decide");
  keyboard.on("m", "Accept with modification", () => forms.open(active(), "decide", { disposition: "accepted_modified" }), "Decide");
  keyboard.on("u", "Undo the decision", () => forms.open(active(), "reopen"), "Decide");
}
keyboard.on("Escape", "Close", () => {
  if (composer.isOpen()) { composer.leave(); return; }
  if (forms.isOpen(active())) forms.close(active());
  else if (margin.activeId()) margin.activate("");
  room.querySelector(".is-open")?.classList.remove("is-open");
});

function quick(disposition) {
  const card = active();
  if (!forms.open(card, "decide", { disposition })) return;
  card.querySelector('form[data-form="decide"]').requestSubmit();
}

for (const [selector, direction] of [["[data-next-comment]", 1], ["[data-previous-comment]", -1]]) {
  document.querySelector(selector)?.addEventListener("click", () => step(direction));
}
document.querySelector("[data-add-document-comment]")?.addEventListener("click", () => composer.write({ kind: "document", block: "" }));
document.querySelector("[data-open-outline]")?.addEventListener("click", () => room.querySelector("[data-outline-box]").classList.toggle("is-open"));
contents.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-section]");
  if (!link) return;
  event.preventDefault();
  room.querySelector("[data-outline-box]").classList.remove("is-open");
  await goTo(link.dataset.section, Number(link.dataset.ordinal));
  history.replaceState(history.state, "", `#${link.dataset.section}`);
});

/* --- views: clean, comments, all markup --- */

const views = document.querySelectorAll("[data-view]");
for (const button of views) button.addEventListener("click", () => {
  const view = button.dataset.view;
  for (const each of views) each.setAttribute("aria-pressed", String(each === button));
  for (const name of ["clean", "comments", "markup"]) room.classList.toggle(`view-${name}`, name === view);
  if (view === "markup") proposals.show(text); else proposals.hide(text);
  refresh();
});

/* --- arriving at a place: #b17, #b17:3-20, #ESA-014, ?comment=uid --- */

async function goTo(key, ordinal = -1) {
  if (!anchors.block(key, text) && ordinal >= 0) await lazy.bring(text, ordinal);
  const element = anchors.block(key, text)?.closest(".block");
  if (!element) return null;
  for (const old of text.querySelectorAll(".is-target")) old.classList.remove("is-target");
  element.scrollIntoView({ block: "start", behavior: "instant" });
  return element;
}

async function arrive() {
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

/** Comments named in the address may come with a later piece: wait for those on the screen. */
refresh();
requestAnimationFrame(async () => {
  const shown = [...text.querySelectorAll("[data-chunk]")].filter((chunk) => chunk.getBoundingClientRect().top < innerHeight && chunk.getBoundingClientRect().bottom > 0);
  await Promise.all(shown.map(lazy.load));
  await arrive();
  for (const draft of template ? composer.unsent().slice(0, 1) : []) {
    say("You have an unsent comment on this version.", { action: "Go on writing", onAction: async () => { await goTo(draft.block); composer.write(withRange(draft)); } });
  }
});
window.addEventListener("hashchange", arrive);

function withRange(draft) {
  const block = draft.kind === "range" ? anchors.block(draft.block, text) : null;
  return { ...draft, range: block ? anchors.rangeOf(block, draft.start, draft.end) : null };
}
