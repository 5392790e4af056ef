// Slack's text markup as DOM nodes. https://docs.slack.dev/messaging/formatting-message-text
import { h } from "./dom.js";
import { EMOJI } from "./emoji.js";

const ENTITY = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const TOKEN = /```([\s\S]+?)```|`([^`\n]+)`|<([^<>\n]+)>|:([a-z0-9_+-]+):|(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])|(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])|(?<![\w~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\w~])/g;

export function unescaped(text) {
  return text.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITY[entity]);
}

// A text object: markup only where Slack would read it as such.
export function words(object, who) {
  if (!object) return [];
  if (object.type === "mrkdwn") return mrkdwn(object.text, who);
  return lines(object.emoji === false ? object.text : emojis(object.text));
}

export function mrkdwn(text, who) {
  const nodes = [];
  for (const part of quoted(text)) {
    nodes.push(part.quote ? h("blockquote", {}, inline(part.text, who)) : inline(part.text, who));
  }
  return nodes;
}

function quoted(text) {
  const parts = [];
  for (const line of text.split("\n")) {
    const quote = /^(?:&gt;|>) ?/.test(line);
    const bare = quote ? line.replace(/^(?:&gt;|>) ?/, "") : line;
    const last = parts[parts.length - 1];
    if (last && last.quote === quote) last.text += "\n" + bare;
    else parts.push({ quote, text: bare });
  }
  return parts;
}

function inline(text, who) {
  const nodes = [];
  let done = 0;
  for (const hit of text.matchAll(TOKEN)) {
    nodes.push(lines(unescaped(text.slice(done, hit.index))), token(hit, who));
    done = hit.index + hit[0].length;
  }
  nodes.push(lines(unescaped(text.slice(done))));
  return nodes;
}

function token(hit, who) {
  const [whole, fence, code, angle, emoji, bold, italic, strike] = hit;
  if (fence !== undefined) return h("pre", {}, unescaped(fence.replace(/^\n/, "")));
  if (code !== undefined) return h("code", {}, unescaped(code));
  if (angle !== undefined) return reference(angle, who);
  if (emoji !== undefined) return EMOJI[emoji] ?? whole;
  if (bold !== undefined) return h("b", {}, inline(bold, who));
  if (italic !== undefined) return h("i", {}, inline(italic, who));
  return h("s", {}, inline(strike, who));
}

function reference(inside, who) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? "" : inside.slice(bar + 1);
  if (target.startsWith("!date^")) return date(target, unescaped(label), who.you.tz);
  if (target.startsWith("@")) return mention(target.slice(1), who);
  if (target.startsWith("#")) return h("span", { class: "mention" }, "#" + (label || target.slice(1)));
  if (target.startsWith("!subteam^")) return h("span", { class: "mention me" }, "@" + (label.replace(/^@/, "") || "group"));
  if (target.startsWith("!")) return h("span", { class: "mention me" }, "@" + target.slice(1));
  return link(unescaped(target), unescaped(label || target)) ?? unescaped(`<${inside}>`);
}

export function mention(id, who) {
  const mine = id === who.you.id ? " me" : "";
  return h("span", { class: `mention${mine}` }, "@" + (who.users[id]?.name ?? id));
}

export function link(address, label) {
  if (!/^(https?:\/\/|mailto:)/i.test(address)) return null;
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label);
}

export function emojis(text) {
  return text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] ?? whole);
}

export function lines(text) {
  return text.split("\n").flatMap((line, number) => (number ? [h("br"), line] : [line]));
}

// --- dates, in the reader's own time zone

export function format(epoch, timeZone, options) {
  return new Intl.DateTimeFormat("en-US", { timeZone, ...options }).format(new Date(epoch * 1000));
}

export function clock(epoch, timeZone) {
  return format(epoch, timeZone, { hour: "numeric", minute: "2-digit" });
}

function date(target, fallback, timeZone) {
  const [, seconds, pattern] = target.split("^");
  if (!/^\d+$/.test(seconds ?? "") || !pattern) return fallback;
  return patterned(Number(seconds), pattern, timeZone);
}

export function patterned(epoch, pattern, timeZone) {
  const shown = pattern.replace(/\{(\w+)\}/g, (whole, word) => datePart(word, epoch, timeZone) ?? whole);
  return h("time", { title: format(epoch, timeZone, { dateStyle: "full", timeStyle: "long" }) }, shown);
}

function datePart(word, epoch, timeZone) {
  const near = word.endsWith("_pretty") ? nearDay(epoch, timeZone) : "";
  if (near) return near;
  switch (word.replace(/_pretty$/, "")) {
    case "date_num": return new Intl.DateTimeFormat("sv-SE", { timeZone }).format(new Date(epoch * 1000));
    case "date": return format(epoch, timeZone, { month: "long", day: "numeric", year: "numeric" });
    case "date_short": return format(epoch, timeZone, { month: "short", day: "numeric", year: "numeric" });
    case "date_long": return format(epoch, timeZone, { weekday: "long", month: "long", day: "numeric", year: "numeric" });
    case "time": return clock(epoch, timeZone);
    case "time_secs": return format(epoch, timeZone, { hour: "numeric", minute: "2-digit", second: "2-digit" });
    case "ago": return ago(epoch);
    default: return undefined;
  }
}

function ago(epoch) {
  const minutes = Math.round((Date.now() / 1000 - epoch) / 60);
  return minutes < 1 ? "just now" : minutes < 60 ? `${minutes} minutes ago` : `${Math.round(minutes / 60)} hours ago`;
}

export function day(epoch, timeZone) {
  return format(epoch, timeZone, { year: "numeric", month: "numeric", day: "numeric" });
}

export function nearDay(epoch, timeZone) {
  const now = Date.now() / 1000;
  const named = { today: now, yesterday: now - 86400, tomorrow: now + 86400 };
  return Object.keys(named).find((name) => day(named[name], timeZone) === day(epoch, timeZone)) ?? "";
}
