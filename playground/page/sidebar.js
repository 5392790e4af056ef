// Channels and direct messages, with what is unread.
import { avatar, fill, h } from "./dom.js";

export function drawSidebar(root, state, doings) {
  const drawn = JSON.stringify([state.at, state.channels, state.you, state.shortcuts]);
  if (root.dataset.drawn === drawn) return;
  root.dataset.drawn = drawn;
  const of = (kind) => state.channels.filter((channel) => (channel.kind === "im") === kind);
  fill(root,
    h("div", { class: "team" }, state.team, h("small", {}, `${state.you.name}${state.you.part ? ` · ${state.you.part}` : ""}`)),
    h("h2", {}, "Channels"), of(false).map((channel) => row(channel, state, doings.open)),
    h("h2", {}, "Direct messages"), of(true).map((channel) => row(channel, state, doings.open)),
    h("h2", {}, "Shortcuts"),
    state.shortcuts.filter((one) => one.kind === "global").map((one) =>
      h("button", { type: "button", class: "row", onclick: () => doings.shortcut(one.id) }, h("span", { class: "sign" }, "⚡"), one.title)));
}

function row(channel, state, open) {
  const other = state.users[channel.with];
  const sign = channel.kind === "im" ? avatar(other) : h("span", { class: "sign" }, channel.kind === "private" ? "🔒" : "#");
  const badge = channel.badge ? h("span", { class: "badge" }, channel.badge) : null;
  const bold = channel.unread || channel.badge ? " unread" : "";
  const on = channel.id === state.at ? " on" : "";
  const name = channel.kind === "im" ? other?.name : channel.name;
  return h("button", { type: "button", class: `row${bold}${on}`, "data-channel": channel.name || "app", onclick: () => open(channel.id) }, sign, h("span", { class: "name" }, name), badge);
}
