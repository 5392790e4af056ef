// Where the window is too narrow for all chats side by side: one at a time, and tabs to choose.
import { fill, h } from "./dom.js";

const NAMES = { slack: "Slack", teams: "Microsoft Teams" };

export function drawTabs(root, frame, panes) {
  const names = Object.keys(panes);
  root.hidden = names.length < 2;
  frame.classList.toggle("several", names.length > 1);
  if (!names.includes(frame.dataset.shown)) show(root, frame, names[0]);
  const news = names.map((name) => count(panes[name]));
  const drawn = JSON.stringify([names, news]);
  if (root.dataset.drawn === drawn) return;
  root.dataset.drawn = drawn;
  fill(root, names.map((name, place) => h("button", { type: "button", "data-pane": name, onclick: () => show(root, frame, name) },
    NAMES[name] ?? name, news[place] > 0 && h("span", { class: "badge" }, news[place]))));
  show(root, frame, frame.dataset.shown);
}

function show(root, frame, name) {
  frame.dataset.shown = name;
  for (const pane of frame.children) pane.classList.toggle("shown", pane.classList.contains(name));
  for (const tab of root.children) tab.setAttribute("aria-pressed", String(tab.dataset.pane === name));
}

function count(pane) {
  return (pane.channels ?? pane.chats ?? []).reduce((sum, one) => sum + one.badge, 0);
}
