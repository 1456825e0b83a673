// Sends and fetches fragments of HTML with the page's token; never throws for an answer.

/**
 * @typedef {{ok: boolean, status: number, html: string, url: string}} Answer  status 0: no connection; url: where it led
 */

/** @param {string} url @param {RequestInit} [options] @returns {Promise<Answer>} */
export async function fetchHtml(url, options = {}) {
  const headers = { "X-Requested-With": "fetch", "HX-Request": "true", Accept: "text/html", ...options.headers };
  const unsafe = options.method && options.method !== "GET";
  if (unsafe) headers["X-CSRFToken"] = document.body.dataset.csrf ?? "";
  try {
    const response = await fetch(url, { credentials: "same-origin", ...options, headers });
    return { ok: response.ok, status: response.status, html: await response.text(), url: response.url };
  } catch {
    return { ok: false, status: 0, html: "", url };
  }
}

/** Sends a form's fields, or those given. @param {HTMLFormElement} form @param {FormData} [fields] */
export function send(form, fields = new FormData(form)) {
  return fetchHtml(form.getAttribute("action") || location.href, { method: "POST", body: fields });
}

/** The elements of a fragment. @param {string} html @returns {DocumentFragment} */
export function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/** A key that makes sending the same thing twice harmless. */
export function onceKey() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
