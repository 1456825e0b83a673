// Brings the pictures of a proposal when their place comes near; without script, a link leads to them.
import { arrived, behaviour } from "./behaviours.js";
import { fetchHtml, fragment } from "./http.js";

const near = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) if (isIntersecting) { near.unobserve(target); bring(/** @type {HTMLElement} */ (target)); }
}, { rootMargin: "600px 0px" });

/** @param {HTMLElement} place */
async function bring(place) {
  const answer = await fetchHtml(place.querySelector("a").href);
  if (!answer.ok) return;
  const content = fragment(answer.html).firstElementChild;
  place.replaceWith(content);
  arrived(content);
}

behaviour("[data-pictures]", (place) => near.observe(place));
