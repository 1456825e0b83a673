// The reading room: puts outline, text, margin, composer, filter and keys together.
import * as anchors from "./anchors.js";
import * as forms from "./card-forms.js";
import * as cards from "./cards.js";
import * as comments from "./comments.js";
import * as composer from "./composer.js";
import * as filter from "./filter.js";
import * as highlights from "./highlights.js";
import * as lazy from "./lazy.js";
import * as margin from "./margin.js";
import * as outline from "./outline.js";
import { arrive, goTo } from "./places.js";
import * as proposals from "./proposals.js";
import "./reader-keys.js";
import "./attending.js";
import "./since.js";
import { contents, room, side, text } from "./room.js";
import { decorate } from "./units.js";
import { keepInView, openComment, showPlace, step } from "./walking.js";
import { copyLink, offerDraft, onBlock, onDocument } from "./writing.js";

const filterForm = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-filter]"));
let refreshing = 0;

anchors.learn(text);
comments.load(document.getElementById("comments"));
margin.start(side, text);
lazy.start(text, {
  blocksUrl: room.dataset.blocksUrl, commentsUrl: room.dataset.commentsUrl,
  taken: (chunk) => { anchors.learn(chunk); repaint(chunk); decorate(chunk); showCounts(); },
  cards: (root) => cards.take(cards.cardsIn(root)),
});
outline.start(contents, text, room.dataset.reader);
if (filterForm) { filter.offer(filterForm); filter.start(filterForm, refresh); }
comments.onChange(refresh);
refresh();
requestAnimationFrame(begin);
window.addEventListener("hashchange", arrive);

/** Comments named in the address may come with a piece that is on the screen: waits for those first. */
async function begin() {
  const chunks = /** @type {HTMLElement[]} */ ([...text.querySelectorAll("[data-chunk]")]);
  const seen = chunks.map((chunk) => [chunk, chunk.getBoundingClientRect()]).filter(([, rect]) => rect.top < innerHeight && rect.bottom > 0);
  await Promise.all(seen.map(([chunk]) => lazy.load(chunk)));
  await arrive();
  offerDraft();
}

/** Everything that depends on which comments are shown, once a frame. */
function refresh() {
  refreshing ||= requestAnimationFrame(() => {
    refreshing = 0;
    if (filterForm) filter.offer(filterForm);
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

/* what hands do */

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

for (const [selector, direction] of [["[data-next-comment]", 1], ["[data-previous-comment]", -1]]) {
  document.querySelector(selector)?.addEventListener("click", () => step(direction));
}
document.querySelector("[data-add-document-comment]")?.addEventListener("click", onDocument);
document.querySelector("[data-open-outline]")?.addEventListener("click", () => room.querySelector("[data-outline-box]").classList.toggle("is-open"));
contents.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-section]");
  if (!link) return;
  event.preventDefault();
  room.querySelector("[data-outline-box]").classList.remove("is-open");
  await goTo(link.dataset.section, Number(link.dataset.ordinal));
  history.replaceState(history.state, "", `#${link.dataset.section}`);
});

/* views: clean, comments, all markup */

const views = document.querySelectorAll("[data-view]");
for (const button of views) button.addEventListener("click", () => {
  const view = button.dataset.view;
  for (const each of views) each.setAttribute("aria-pressed", String(each === button));
  for (const name of ["clean", "comments", "markup"]) room.classList.toggle(`view-${name}`, name === view);
  if (view === "markup") proposals.show(text); else proposals.hide(text);
  refresh();
});
