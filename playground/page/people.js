// "You are: Jane · Sam · Alex · Vic"
import { fill, h } from "./dom.js";

export function drawPeople(root, state, become) {
  const drawn = JSON.stringify([state.you, state.people]);
  if (root.dataset.drawn === drawn) return;
  root.dataset.drawn = drawn;
  fill(root, h("span", { class: "label" }, "You are"), state.people.map((person) => choice(person, state.you, become)));
}

function choice(person, you, become) {
  const mine = person.handle === you;
  return h("button", { type: "button", class: mine ? "person on" : "person", "aria-pressed": String(mine), title: `${person.name} — ${person.timezone}`, onclick: () => become(person.handle) },
    h("b", {}, person.name.split(" ")[0]), h("small", {}, person.about));
}
