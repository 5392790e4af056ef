// The panel after a race: who won, and what each of the others was told, and when.
import { h } from "./dom.js";

export function showRace(root, race) {
  root.querySelector(".race")?.remove();
  const won = race.rows.filter((row) => row.won).length;
  const told = race.rows.filter((row) => !row.won && row.told).length;
  const panel = h("section", { class: "race", "aria-label": "Race" },
    h("header", {}, h("b", {}, `🏁 ${won} ${won === 1 ? "winner" : "winners"}, ${told} told`),
      h("span", { class: "muted" }, `${race.rows.length} presses answered within ${race.ms} ms`),
      h("button", { type: "button", class: "icon", title: "Close", onclick: () => panel.remove() }, "✕")),
    h("ol", {}, race.rows.map(row)));
  root.append(panel);
}

function row(one) {
  const words = one.told || (one.won ? "won" : one.status === 200 ? "was told nothing" : `got no answer (${one.status})`);
  return h("li", { class: one.won ? "won" : one.told ? "" : "silent" },
    h("span", { class: "who" }, one.won ? "🏆 " : "", one.name), h("span", { class: "told" }, words), h("span", { class: "ms" }, `${one.ms} ms`));
}
