// The elements of the reading room, found once.

export const room = /** @type {HTMLElement} */ (document.querySelector("[data-reader]"));
export const text = /** @type {HTMLElement} */ (room.querySelector("[data-text]"));
export const side = /** @type {HTMLElement} */ (room.querySelector("[data-margin]"));
export const contents = /** @type {HTMLElement} */ (room.querySelector("[data-outline]"));
export const mayComment = room.hasAttribute("data-can-comment");
export const mayDecide = room.hasAttribute("data-can-edit");
