// What is wider than its column scrolls by itself; then it can be focused, so that keys scroll it too.
import { behaviour } from "./behaviours.js";

const sizes = new ResizeObserver((entries) => { for (const { target } of entries) mark(/** @type {HTMLElement} */ (target)); });

function mark(element) {
  const isWide = element.scrollWidth > element.clientWidth + 1;
  if (isWide) element.tabIndex = 0;
  else element.removeAttribute("tabindex");
}

behaviour(".prose .equation, .prose .table-frame, .table-wrap, .prose pre, .timeline", (element) => sizes.observe(element));
