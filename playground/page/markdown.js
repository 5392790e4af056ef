// Teams' text as DOM nodes: the Markdown of cards, the HTML subset of messages, dates in the reader's zone.
import { h } from "./dom.js";

const LINE = /^\s*(?:[-*+]|(\d+)\.) (.*)$/;
const TOKEN = /\\([!-/:-@[-`{-~])|\*\*(?=\S)([\s\S]+?)(?<=\S)\*\*|(?<![\w])([_*])(?=[^\s_*])(.+?)(?<=\S)\3(?!\w)|\[((?:\\.|[^[\]\\])+)\]\(([^()\s]+)\)|<at[^>]*>(.*?)<\/at>|\{\{(DATE|TIME)\(([0-9T:+Z-]{20,25})(?:, ?(COMPACT|SHORT|LONG))?\)\}\}/g;
const DATES = {
  COMPACT: { year: "numeric", month: "numeric", day: "numeric" },
  SHORT: { weekday: "short", year: "numeric", month: "short", day: "numeric" },
  LONG: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
};
const TAG = /<(\/?)(at|b|strong|i|em|u|s|strike|br|p|div|code|pre|a|ul|ol|li|blockquote)\b([^<>]*)>|&(lt|gt|amp|quot|apos|nbsp|#39);/gi;
const ENTITY = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'", nbsp: "\u00a0", "#39": "'" };
const NAMES = { strong: "b", em: "i", strike: "s", at: "span" };

export function markdown(text, who) {
  return String(text).split("\n").map((line) => {
    const item = line.match(LINE);
    if (!item) return h("div", { class: "line" }, inline(line, who));
    return h("div", { class: item[1] ? "numbered" : "bullet" }, item[1] ? `${item[1]}. ` : null, inline(item[2], who));
  });
}

export function inline(text, who) {
  const nodes = [];
  let done = 0;
  for (const hit of text.matchAll(TOKEN)) {
    nodes.push(text.slice(done, hit.index), token(hit, who));
    done = hit.index + hit[0].length;
  }
  nodes.push(text.slice(done));
  return nodes;
}

function token(hit, who) {
  const [whole, escaped, bold, , italic, label, address, mentioned, macro, moment, form] = hit;
  if (escaped !== undefined) return escaped;
  if (bold !== undefined) return h("b", {}, inline(bold, who));
  if (italic !== undefined) return h("i", {}, inline(italic, who));
  if (label !== undefined) return link(address, inline(label, who)) ?? whole;
  if (mentioned !== undefined) return mention(mentioned, who);
  return date(macro, moment, form, who.you.tz) ?? whole;
}

function date(macro, moment, form, timeZone) {
  const when = new Date(moment);
  if (Number.isNaN(when.getTime())) return null;
  const shape = macro === "TIME" ? { hour: "numeric", minute: "2-digit" } : DATES[form ?? "COMPACT"];
  return new Intl.DateTimeFormat("en-US", { timeZone, ...shape }).format(when);
}

export function link(address, label) {
  if (!/^(https?:\/\/|mailto:)/i.test(address)) return null;
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label);
}

function mention(name, who) {
  return h("span", { class: name === who.you.name ? "mention me" : "mention" }, name);
}

// A message's text. Tags that are not known stay as they are: text.
export function message(text, format, who) {
  if (format === "plain") return text;
  const root = h("div", {});
  const open = [root];
  const say = (words) => words && open[0].append(...(format === "markdown" ? markdownParts(words, who) : [words]));
  let done = 0;
  for (const hit of text.matchAll(TAG)) {
    say(text.slice(done, hit.index));
    done = hit.index + hit[0].length;
    if (hit[4]) open[0].append(ENTITY[hit[4].toLowerCase()]);
    else tag(open, hit[1] === "/", hit[2].toLowerCase(), hit[3], who);
  }
  say(text.slice(done));
  for (const at of root.querySelectorAll(".mention")) at.classList.toggle("me", at.textContent === who.you.name);
  return [...root.childNodes];
}

function markdownParts(words, who) {
  return words.split("\n").flatMap((line, place) => [place ? h("br") : "", ...inline(line, who).flat(Infinity)]).filter((part) => part !== "");
}

function tag(open, closes, name, attributes, who) {
  if (name === "br") { open[0].append(h("br")); return; }
  if (closes) { if (open.length > 1) open.shift(); return; }
  const address = attributes.match(/href="(https?:\/\/[^"]+)"/i)?.[1];
  const element = name === "a" ? link(address ?? "", "") ?? h("span") : h(NAMES[name] ?? name, name === "at" ? { class: "mention" } : {});
  open[0].append(element);
  open.unshift(element);
}
