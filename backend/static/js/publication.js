// The contents of a publication follow the reader.
import * as outline from "./outline.js";

const room = document.querySelector("[data-publication]");
const contents = room?.querySelector("[data-outline]");
const text = room?.querySelector("[data-text]");
if (contents && text) outline.start(contents, text, `publication/${room.dataset.publication}`);
