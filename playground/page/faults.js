// Trying what goes wrong: one menu per server.
import { fill, h } from "./dom.js";

const NAMES = { slack: "Slack", teams: "Teams", model: "Model" };

export function drawFaults(root, faults, choose) {
  const drawn = JSON.stringify(faults);
  if (root.dataset.drawn === drawn) return;
  root.dataset.drawn = drawn;
  fill(root, Object.entries(faults).map(([whose, fault]) => menu(whose, fault, choose)));
}

function menu(whose, fault, choose) {
  const first = Object.keys(fault.modes)[0];
  const select = h("select", { onchange: () => choose(whose, select.value) },
    Object.entries(fault.modes).map(([mode, words]) => h("option", { value: mode, selected: mode === fault.mode }, words)));
  return h("label", { class: fault.mode === first ? "fault" : "fault on" }, h("span", {}, NAMES[whose] ?? whose), select);
}
