// Block Kit as DOM. `act(kind, element, block, value)` carries out a press or a choice.
import { h } from "./dom.js";
import { emojis, lines, link, mention, mrkdwn, words, patterned } from "./mrkdwn.js";
import { confirmed } from "./confirm.js";

export function blocks(list, who, act) {
  return list.map((block) => {
    const body = (BLOCKS[block.type] ?? unknown)(block, who, act);
    return body && h("div", { class: `block ${block.type}` }, body);
  });
}

const BLOCKS = {
  section(block, who, act) {
    const text = block.text && h("div", { class: "text" }, words(block.text, who));
    const fields = block.fields && h("div", { class: "fields" }, block.fields.map((f) => h("div", {}, words(f, who))));
    const side = block.accessory && h("div", { class: "accessory" }, element(block.accessory, block, who, act));
    return [h("div", { class: "grow" }, text, fields), side];
  },
  header: (block, who) => h("h3", {}, words(block.text, who)),
  divider: () => h("hr"),
  context: (block, who) => block.elements.map((part) => h("span", {}, part.type === "image" ? part.alt_text : words(part, who))),
  actions: (block, who, act) => block.elements.map((part) => element(part, block, who, act)),
  image: (block) => h("span", { class: "picture" }, `🖼 ${block.alt_text}`),
  markdown: (block) => h("div", { class: "text" }, markdown(block.text)),
  rich_text: (block, who) => block.elements.map((part) => rich(part, who)),
  table: (block, who) => h("table", {}, block.rows.map((row) => h("tr", {}, row.map((cell) => h("td", {}, cellWords(cell, who)))))),
};

function unknown(block) {
  return h("span", { class: "muted" }, `(${block.type})`);
}

function cellWords(cell, who) {
  return cell.type === "rich_text" ? cell.elements.map((part) => rich(part, who)) : lines(cell.text);
}

// Standard markdown, as far as briefings use it: headings, bullets, bold, code, links.
function markdown(text) {
  return text.split("\n").map((line) => {
    const heading = line.match(/^#{1,4}\s+(.*)/);
    if (heading) return h("h4", {}, spans(heading[1]));
    const bullet = line.match(/^\s*[-*]\s+(.*)/);
    return h("div", { class: bullet ? "bullet" : "line" }, spans(bullet ? bullet[1] : line));
  });
}

function spans(text) {
  const nodes = [];
  let done = 0;
  for (const hit of text.matchAll(/\*\*(.+?)\*\*|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)/g)) {
    nodes.push(text.slice(done, hit.index));
    if (hit[1]) nodes.push(h("b", {}, hit[1]));
    else if (hit[2]) nodes.push(h("code", {}, hit[2]));
    else nodes.push(link(hit[4], hit[3]) ?? hit[0]);
    done = hit.index + hit[0].length;
  }
  nodes.push(text.slice(done));
  return nodes;
}

function rich(part, who) {
  if (part.type === "rich_text_list") {
    return h(part.style === "ordered" ? "ol" : "ul", {}, part.elements.map((item) => h("li", {}, rich(item, who))));
  }
  const tag = { rich_text_preformatted: "pre", rich_text_quote: "blockquote" }[part.type] ?? "div";
  return h(tag, {}, (part.elements ?? []).map((leaf) => richLeaf(leaf, who)));
}

function richLeaf(leaf, who) {
  switch (leaf.type) {
    case "user": return mention(leaf.user_id, who);
    case "broadcast": return h("span", { class: "mention me" }, "@" + leaf.range);
    case "usergroup": return h("span", { class: "mention me" }, "@group");
    case "channel": return h("span", { class: "mention" }, "#" + leaf.channel_id);
    case "link": return link(leaf.url, leaf.text ?? leaf.url) ?? leaf.url;
    case "emoji": return emojis(`:${leaf.name}:`);
    case "date": return patterned(leaf.timestamp, leaf.format, who.you.tz);
    default: return styled(leaf);
  }
}

function styled(leaf) {
  let node = h("span", {}, lines(leaf.text ?? ""));
  for (const [style, tag] of [["bold", "b"], ["italic", "i"], ["strike", "s"], ["code", "code"]]) {
    if (leaf.style?.[style]) node = h(tag, {}, node);
  }
  return node;
}

// --- things one can act on

export function element(part, block, who, act) {
  return (ELEMENTS[part.type] ?? unknown)(part, block, who, act);
}

const ELEMENTS = {
  button(part, block, who, act) {
    const press = async (event) => {
      const button = event.currentTarget;
      if (part.url) link(part.url, "")?.click();
      if (part.confirm && !(await confirmed(part.confirm, who))) return;
      button.classList.add("busy");
      const trouble = await act("click", part, block, part.value);
      button.classList.remove("busy");
      button.classList.toggle("failed", Boolean(trouble));
      button.title = trouble ? `The app did not answer properly (${trouble}).` : "";
    };
    const kind = part.style ? ` ${part.style}` : "";
    return h("button", { class: `slack-button${kind}`, type: "button", onclick: press, "data-action": part.action_id }, words(part.text, who));
  },
  image: (part) => h("span", { class: "picture" }, `🖼 ${part.alt_text}`),
  overflow: (part, block, who, act) => select(part, who, "⋯", optionsOf(part), act, block, null),
  static_select: (part, block, who, act) => select(part, who, placeholder(part, "Choose"), optionsOf(part), act, block, part.initial_option?.value),
  users_select: (part, block, who, act) => select(part, who, placeholder(part, "Select a person"), people(who), act, block, part.initial_user),
  checkboxes: (part, block, who, act) => choices(part, block, who, act, "checkbox", (part.initial_options ?? []).map((o) => o.value)),
  radio_buttons: (part, block, who, act) => choices(part, block, who, act, "radio", [part.initial_option?.value]),
  datepicker: (part, block, who, act) => picker("date", part.initial_date, part, block, act),
  timepicker: (part, block, who, act) => picker("time", part.initial_time, part, block, act),
};

export function placeholder(part, otherwise) {
  return part.placeholder?.text ?? otherwise;
}

export function optionsOf(part) {
  const all = part.options ?? (part.option_groups ?? []).flatMap((group) => group.options);
  return all.map((option) => ({ value: option.value, label: emojis(option.text.text) }));
}

export function people(who) {
  return Object.values(who.users).filter((user) => user.part !== "app").map((user) => ({ value: user.id, label: user.name }));
}

function select(part, who, empty, options, act, block, chosen) {
  const menu = h("select", { class: "menu", ariaLabel: empty, onchange: () => menu.value && act("select", part, block, menu.value) });
  menu.append(h("option", { value: "" }, empty));
  for (const option of options) menu.append(h("option", { value: option.value, selected: option.value === chosen }, option.label));
  return menu;
}

function choices(part, block, who, act, type, chosen) {
  const name = `${block.block_id}-${part.action_id}`;
  const box = h("div", { class: "choices" });
  const change = () => {
    const values = [...box.querySelectorAll("input:checked")].map((input) => input.value);
    act("select", part, block, type === "radio" ? values[0] : values);
  };
  for (const option of part.options) {
    const input = h("input", { type, name, value: option.value, checked: chosen.includes(option.value), onchange: change });
    const about = option.description && h("small", {}, words(option.description, who));
    box.append(h("label", {}, input, h("span", {}, words(option.text, who), about)));
  }
  return box;
}

function picker(type, value, part, block, act) {
  return h("input", { type, class: "menu", value: value ?? "", onchange: (event) => act("select", part, block, event.target.value) });
}
