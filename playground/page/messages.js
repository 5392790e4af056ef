// A list of messages: grouped by day, edited in place, each with what one can do to it.
import { avatar, fill, h } from "./dom.js";
import { clock, day, format, mrkdwn, nearDay } from "./mrkdwn.js";
import { blocks } from "./blocks.js";

export function headline(channel, users) {
  if (channel.kind === "im") return h("b", { class: "headline" }, users[channel.with]?.name ?? "");
  return h("b", { class: "headline" }, `${channel.kind === "private" ? "🔒" : "#"} ${channel.name}${channel.archived ? " (archived)" : ""}`);
}

export function drawMessages(root, messages, state, doings, inThread = false) {
  const drawn = JSON.stringify([state.at, messages, inThread ? "" : replies(state)]);
  if (root.dataset.drawn === drawn) return;
  const atEnd = root.scrollHeight - root.scrollTop - root.clientHeight < 80 || root.dataset.at !== state.at;
  const before = versions(root);
  root.dataset.drawn = drawn;
  root.dataset.at = state.at;
  const top = root.scrollTop;
  fill(root, messages.length ? list(messages, state, doings, inThread, before) : h("p", { class: "empty" }, "Nothing here yet."));
  root.scrollTop = atEnd ? root.scrollHeight : top;
}

function versions(root) {
  return new Map([...root.querySelectorAll("[data-ts]")].map((node) => [node.dataset.ts, node.dataset.version]));
}

function replies(state) {
  return state.messages.filter((one) => one.reply && !one.ephemeral).map((one) => one.thread);
}

function list(messages, state, doings, inThread, before) {
  const nodes = [];
  let today = "";
  for (const message of messages) {
    const date = day(Number(message.ts), state.you.tz);
    if (date !== today && !inThread) nodes.push(divider(message, state.you.tz));
    today = date;
    nodes.push(one(message, state, doings, inThread, before.get(message.ts)));
  }
  return nodes;
}

function divider(message, timeZone) {
  const near = nearDay(Number(message.ts), timeZone);
  const words = near ? near[0].toUpperCase() + near.slice(1) : format(Number(message.ts), timeZone, { dateStyle: "full" });
  return h("div", { class: "day" }, h("span", {}, words));
}

function one(message, state, doings, inThread, seenVersion) {
  const author = state.users[message.author];
  const changed = seenVersion !== undefined && seenVersion !== String(message.version);
  const kinds = [message.ephemeral && "ephemeral", message.mine && "for-me", changed && "changed"].filter(Boolean).join(" ");
  const act = doings.act(message);
  return h("article", { class: `message ${kinds}`, "data-ts": message.ts, "data-version": message.version },
    avatar(author),
    h("div", { class: "body" },
      message.ephemeral && h("div", { class: "only-you" }, "👁 Only visible to you"),
      h("div", { class: "by" }, h("b", {}, author?.name ?? message.author), author?.part && h("span", { class: "part" }, author.part),
        h("time", { title: format(Number(message.ts), state.you.tz, { dateStyle: "full", timeStyle: "long" }) }, clock(Number(message.ts), state.you.tz))),
      message.blocks.length ? blocks(message.blocks, state, act) : h("div", { class: "text" }, mrkdwn(message.text, state), message.edited && h("small", { class: "muted" }, " (edited)")),
      !inThread && threadLink(message, state, doings),
      raceButton(message, state, doings),
      message.ephemeral && h("button", { type: "button", class: "plain", onclick: () => doings.hide(message) }, "Dismiss message")),
    !message.ephemeral && tools(message, state, doings, inThread));
}

function threadLink(message, state, doings) {
  const count = state.messages.filter((other) => other.reply && other.thread === message.ts && !other.ephemeral).length;
  if (!count) return null;
  return h("button", { type: "button", class: "plain replies", onclick: () => doings.thread(message) }, `💬 ${count} ${count === 1 ? "reply" : "replies"}`);
}

// Not a part of Slack: the playground offers it beside every Pick Up.
function raceButton(message, state, doings) {
  if (message.ephemeral) return null;
  const buttons = message.blocks.flatMap((block) => [...(block.elements ?? []), ...(block.accessory ? [block.accessory] : [])]);
  const pickUp = buttons.find((element) => element.action_id?.startsWith("pick_up"));
  if (!pickUp) return null;
  const start = async (event) => {
    event.currentTarget.disabled = true;
    await doings.race(message, pickUp);
  };
  return h("button", { type: "button", class: "race-start", onclick: start, title: "Twenty people press Pick Up at once, each by a signed request" }, "🏁 Race: twenty press at once");
}

function tools(message, state, doings, inThread) {
  return h("div", { class: "tools" },
    !inThread && h("button", { type: "button", title: "Reply in thread", onclick: () => doings.thread(message) }, "💬"),
    state.shortcuts.filter((shortcut) => shortcut.kind === "message").map((shortcut) =>
      h("button", { type: "button", title: shortcut.title, onclick: () => doings.shortcut(message, shortcut.id) }, "⚡ ", shortcut.title)));
}
