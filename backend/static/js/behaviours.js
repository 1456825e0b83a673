// Attaches behaviours to elements by their attributes, also to those that come later (htmx, lazy loading).

/** @type {{selector: string, attach: (element: HTMLElement) => void, seen: WeakSet<Element>}[]} */
const known = [];

/**
 * Runs `attach` once for every element that matches, now and in content that comes later.
 * @param {string} selector
 * @param {(element: any) => void} attach
 */
export function behaviour(selector, attach) {
  const entry = { selector, attach, seen: new WeakSet() };
  known.push(entry);
  apply(entry, document);
}

/** Tells all behaviours about new content. @param {ParentNode} root */
export function arrived(root) {
  for (const entry of known) apply(entry, root);
}

function apply({ selector, attach, seen }, root) {
  const found = [...root.querySelectorAll(selector)];
  if (root instanceof Element && root.matches(selector)) found.unshift(root);
  for (const element of found) {
    if (seen.has(element)) continue;
    seen.add(element);
    attach(element);
  }
}

document.addEventListener("htmx:load", (event) => arrived(/** @type {ParentNode} */ (event.target)));
