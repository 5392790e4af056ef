// Making elements. Text only ever becomes text nodes; nothing here parses markup.

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name in element && name !== "list") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  add(element, children);
  return element;
}

export function add(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
  return element;
}

export function fill(element, ...children) {
  element.replaceChildren();
  return add(element, children);
}

const COLOURS = ["#d9730d", "#2b8a3e", "#1971c2", "#9c36b5", "#c2255c", "#5f3dc4", "#0b7285", "#846358"];

export function avatar(user) {
  const name = user?.name ?? "?";
  if (user?.part === "app") return h("span", { class: "avatar app", ariaHidden: "true" }, "B");
  const letters = name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("");
  const sum = [...(user?.id ?? name)].reduce((total, letter) => total * 31 + letter.charCodeAt(0), 7);
  const element = h("span", { class: "avatar", ariaHidden: "true" }, letters);
  element.style.backgroundColor = COLOURS[Math.abs(sum) % COLOURS.length];
  return element;
}

export function toast(words, kind = "") {
  const element = h("div", { class: `toast ${kind}` }, words);
  document.getElementById("toasts").append(element);
  setTimeout(() => element.remove(), 5000);
}
