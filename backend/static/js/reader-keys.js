// The keys of the reading room.
import * as forms from "./card-forms.js";
import * as composer from "./composer.js";
import * as keyboard from "./keyboard.js";
import * as margin from "./margin.js";
import { mayComment, mayDecide, room } from "./room.js";
import { say } from "./toasts.js";
import { step } from "./walking.js";
import { writeHere } from "./writing.js";

const active = () => margin.card(margin.activeId());
keyboard.on("j", "Next comment", () => step(1), "Comments");
keyboard.on("k", "Previous comment", () => step(-1), "Comments");
if (mayComment) keyboard.on("c", "Comment on the selection or the paragraph in view", writeHere, "Comments");
keyboard.on("r", "Reply", () => forms.open(active(), "reply") || say("Open a comment first: j and k go from one to the next."), "Comments");
if (mayDecide) {
  keyboard.on("a", "Accept", () => quick("accepted"), "Decide");
  keyboard.on("x", "Reject, with a reason", () => answer("rejected"), "Decide");
  keyboard.on("m", "Accept with modification", () => answer("accepted_modified"), "Decide");
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
  const name = answer(disposition);
  if (name) card.querySelector(`form[data-form="${name}"]`).requestSubmit();
}

/** Opens the form that decides, or where one may only propose, the one that proposes; its name. */
function answer(disposition) {
  return ["decide", "propose"].find((name) => forms.open(active(), name, { disposition }));
}
