// Adaptive Cards as DOM. `press(action, values)` carries out an Execute or Submit and returns what went wrong.
import { h } from "./dom.js";
import { field } from "./fields.js";
import { inline, link, markdown } from "./markdown.js";

export function drawCard(card, who, press, start = {}, errors = {}) {
  const at = { who, press, start, errors, readers: {} };
  const root = h("div", { class: card.msteams?.width?.toLowerCase() === "full" ? "card full" : "card" }, body(card.body, at), foot(card.actions, at));
  at.root = root;
  at.values = () => Object.fromEntries(Object.entries(at.readers).map(([id, read]) => [id, read()]));
  return { root, values: at.values };
}

function body(list, at) {
  return (list ?? []).map((element) => {
    const drawn = (ELEMENTS[element.type] ?? unknown)(element, at);
    const classes = ["element", element.separator && "separated", element.spacing && `spacing-${element.spacing.toLowerCase()}`].filter(Boolean);
    return h("div", { class: classes.join(" "), hidden: element.isVisible === false, "data-id": element.id }, drawn);
  });
}

const ELEMENTS = {
  TextBlock: (element, at) => h("div", { class: `words ${look(element)}` }, markdown(element.text, at.who)),
  RichTextBlock: (element, at) => h("div", { class: "words" }, element.inlines.map((run) => (typeof run === "string" ? run : h("span", { class: run.italic ? `${look(run)} italic` : look(run) }, run.text)))),
  Container: (element, at) => h("div", { class: ["container", element.style && `style-${element.style.toLowerCase()}`, element.bleed && "bleed"].filter(Boolean).join(" ") }, body(element.items, at)),
  ColumnSet: (element, at) => h("div", { class: "columns" }, (element.columns ?? []).map((one) => h("div", { class: `column ${width(one.width)}` }, body(one.items, at)))),
  FactSet: (element, at) => h("dl", { class: "facts" }, element.facts.map((fact) => [h("dt", {}, inline(fact.title, at.who)), h("dd", {}, markdown(fact.value, at.who))])),
  Table: (element, at) => h("table", {}, element.rows.map((row) => h("tr", {}, row.cells.map((cell) => h("td", {}, body(cell.items, at)))))),
  ActionSet: (element, at) => foot(element.actions, at),
  Image: (element) => h("span", { class: "picture" }, `🖼 ${element.altText ?? ""}`),
  ImageSet: (element) => element.images.map((image) => h("span", { class: "picture" }, `🖼 ${image.altText ?? ""}`)),
};

function unknown(element, at) {
  if (!element.type.startsWith("Input.")) return h("span", { class: "muted" }, `(${element.type})`);
  const [node, read] = field(element, at.start[element.id], at.errors[element.id], at.who);
  at.readers[element.id] = read;
  return node;
}

function look(element) {
  const chosen = ["size", "weight", "color", "horizontalAlignment", "fontType", "style"].map((key) => element[key] && `${key.toLowerCase()}-${element[key].toLowerCase()}`);
  return [...chosen, element.isSubtle && "subtle", element.wrap === false && "nowrap"].filter(Boolean).join(" ");
}

function width(value) {
  if (value === undefined || String(value).toLowerCase() === "auto") return "auto";
  return "stretch";
}

function foot(actions, at) {
  if (!actions?.length) return null;
  const shown = actions.filter((action) => action.mode?.toLowerCase() !== "secondary");
  const more = actions.filter((action) => action.mode?.toLowerCase() === "secondary");
  const hidden = h("div", { class: "more", hidden: true }, more.map((action) => button(action, at)));
  const dots = more.length > 0 && h("button", { type: "button", class: "card-button", title: "More", onclick: () => { hidden.hidden = !hidden.hidden; } }, "…");
  return h("div", { class: "actions" }, shown.map((action) => button(action, at)), dots, hidden);
}

function button(action, at) {
  if (action.type === "Action.OpenUrl") return link(action.url, h("span", { class: "card-button" }, `${action.title ?? action.url} ↗\uFE0E`)) ?? h("span", { class: "card-button" }, action.title);
  if (action.type === "Action.ShowCard") return showCard(action, at);
  const classes = ["card-button", action.style?.toLowerCase()].filter(Boolean).join(" ");
  const node = h("button", { type: "button", class: classes, title: action.tooltip, disabled: action.isEnabled === false, onclick: () => pressed(node, action, at) }, action.title);
  return node;
}

function showCard(action, at) {
  const inside = h("div", { class: "container style-emphasis asked", hidden: true }, body(action.card.body, at), foot(action.card.actions, at));
  return [h("button", { type: "button", class: ["card-button", action.style?.toLowerCase()].filter(Boolean).join(" "), onclick: () => { inside.hidden = !inside.hidden; } }, `${action.title} ▾`), inside];
}

async function pressed(node, action, at) {
  if (action.type === "Action.ToggleVisibility") { toggle(action, at.root); return; }
  node.disabled = true;
  node.classList.add("busy");
  const trouble = await at.press(action, action.associatedInputs === "none" ? {} : at.values());
  node.classList.remove("busy");
  node.classList.toggle("failed", Boolean(trouble));
  node.disabled = false;
}

function toggle(action, root) {
  for (const target of action.targetElements) {
    const id = target.elementId ?? target;
    for (const node of root.querySelectorAll(".element")) if (node.dataset.id === id) node.hidden = target.isVisible === undefined ? !node.hidden : !target.isVisible;
  }
}
