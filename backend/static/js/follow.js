// Follows long work: asks `data-follow` again until its answer no longer carries the attribute.
import { arrived, behaviour } from "./behaviours.js";
import { fetchHtml, fragment } from "./http.js";

behaviour("[data-follow]", (element) => ask(element, 400));

/** Replaces the element by each answer; waits a little longer each time, at most 3 seconds. */
function ask(element, wait) {
  setTimeout(async () => {
    if (!element.isConnected) return;
    const answer = await fetchHtml(element.dataset.follow);
    if (!answer.ok) return ask(element, 3000);
    const next = fragment(answer.html).firstElementChild;
    if (!next) return undefined;
    if (next.dataset.done) { location.href = next.dataset.done; return undefined; }
    const url = next.dataset.follow;
    delete next.dataset.follow;
    const held = element.contains(document.activeElement) ? document.activeElement : null;
    element.replaceWith(next);
    arrived(next);
    if (held) like(held, next)?.focus({ preventScroll: true });
    if (url) { next.dataset.follow = url; ask(next, Math.min(wait * 1.3, 3000)); }
    return undefined;
  }, wait);
}

/** The control of an answer that says what `held` said: who was about to press it still is. */
function like(held, answer) {
  return [...answer.querySelectorAll("a[href], button, summary")].find(
    (one) => one.tagName === held.tagName && one.textContent === held.textContent,
  );
}
