// Teams' messages: posts with their replies in a channel, bubbles in a chat, whispers for one person alone.
import { avatar, fill, h } from "./dom.js";
import { clock, format } from "./mrkdwn.js";
import { message as words } from "./markdown.js";
import { drawCard } from "./adaptive.js";

export function drawPosts(root, messages, state, doings, inThread = false) {
  const drawn = JSON.stringify([state.at, messages]);
  if (root.dataset.drawn === drawn) return;
  const atEnd = root.scrollHeight - root.scrollTop - root.clientHeight < 80 || root.dataset.at !== state.at;
  const before = new Map([...root.querySelectorAll("[data-id][data-version]")].map((node) => [node.dataset.id, node.dataset.version]));
  const top = root.scrollTop;
  root.dataset.drawn = drawn;
  root.dataset.at = state.at;
  const chat = state.chats.find((one) => one.id === state.at);
  const draw = chat.kind === "channel" && !inThread ? posts : bubbles;
  fill(root, messages.length ? draw(messages, { state, doings, before, inThread, channel: chat.kind === "channel" }) : h("p", { class: "empty" }, "Nothing here yet."));
  root.scrollTop = atEnd ? root.scrollHeight : top;
}

function posts(messages, at) {
  const known = new Map(messages.map((one) => [one.id, one]));
  const above = (one) => { const root = known.get(one.root); return root && !root.whisper ? root : null; };
  return messages.filter((one) => !above(one)).map((root) => {
    const replies = messages.filter((one) => above(one) === root);
    const reply = !root.whisper && h("button", { type: "button", class: "plain reply", onclick: () => at.doings.thread(root) }, replies.length ? `Reply in thread (${replies.length})` : "Reply");
    return h("section", { class: root.whisper ? "post alone" : "post" }, one(root, at), replies.length > 0 && h("div", { class: "under" }, replies.map((each) => one(each, at))), reply);
  });
}

function bubbles(messages, at) {
  return messages.map((each) => one(each, at));
}

function one(message, at) {
  const { state, doings } = at;
  const author = state.users[message.author];
  const own = message.author === state.you.id;
  const seen = at.before.get(message.id);
  const changed = seen !== undefined && seen !== String(message.version);
  const kinds = [message.whisper && "whisper", message.error && "error", message.mine && "for-me", own && "own", changed && "changed"].filter(Boolean).join(" ");
  const when = Number(message.id) / 1000;
  return h("article", { class: `said ${kinds}`, "data-id": message.id, "data-version": message.version },
    avatar(author),
    h("div", { class: "body" },
      h("div", { class: "by" }, h("b", {}, author?.name ?? message.author), author?.part && h("span", { class: "part" }, author.part),
        h("time", { title: format(when, state.you.tz, { dateStyle: "full", timeStyle: "long" }) }, clock(when, state.you.tz)),
        message.edited && h("small", { class: "muted" }, "Edited"),
        message.whisper && h("small", { class: "only-you" }, "👁 Only you can see this message")),
      message.text && h("div", { class: "text" }, words(message.text, message.format, state)),
      message.cards.map((card) => drawCard(card, state, doings.press(message)).root),
      raceButton(message, at),
      message.whisper && h("button", { type: "button", class: "plain", onclick: () => doings.hide(message) }, "Dismiss")),
    !message.whisper && tools(message, at));
}

function tools(message, at) {
  return h("div", { class: "tools" },
    at.channel && !at.inThread && h("button", { type: "button", title: "Reply", onclick: () => at.doings.thread(message) }, "Reply"),
    h("details", { class: "options" }, h("summary", { title: "More options" }, "⋯"), at.state.actions.map((action) =>
      h("button", { type: "button", title: `${action.title} (message action)`, onclick: (event) => { event.currentTarget.closest("details").open = false; at.doings.action(message, action.id); } }, "⚡ ", action.title))));
}

// Not a part of Teams: the playground offers it beside every Pick Up.
function raceButton(message, { state, doings }) {
  const alone = state.chats.find((chat) => chat.id === state.at)?.kind === "personal";
  if (message.whisper || message.personal || alone) return null;
  const pickUp = message.cards.flatMap(actions).find((action) => action.verb === "pick_up");
  if (!pickUp) return null;
  const start = async (event) => { event.currentTarget.disabled = true; await doings.race(message, pickUp); };
  return h("button", { type: "button", class: "race-start", onclick: start, title: "Twenty people press Pick Up at once, each by a signed activity" }, "🏁 Race: twenty press at once");
}

function actions(node) {
  const inside = (node.body ?? node.items ?? node.columns ?? []).flatMap(actions);
  return [...(node.actions ?? []), ...inside];
}
