// The fields of an Adaptive Card. Each gives its element and how to read it.
import { h } from "./dom.js";

export function field(element, start, error, who) {
  const [control, read] = (FIELDS[element.type] ?? FIELDS["Input.Text"])(searched(element, who), start ?? element.value ?? "");
  const label = element.label && h("span", { class: "label" }, element.label, element.isRequired && h("b", { class: "required" }, " *"));
  const node = h(element.type === "Input.ChoiceSet" && element.style === "expanded" ? "div" : "label", { class: error ? "field error-field" : "field" },
    label, control, error && h("span", { class: "error" }, error));
  return [node, read];
}

// The people picker searches the directory as one types; here there are few enough to list.
function searched(element, who) {
  if (!element["choices.data"]?.dataset?.startsWith("graph.microsoft.com/users")) return element;
  const people = Object.values(who.users).filter((one) => one.directory && !one.handle.startsWith("crowd"));
  return { ...element, choices: [...element.choices, ...people.map((one) => ({ title: one.name, value: one.directory }))] };
}

const FIELDS = {
  "Input.Text"(element, start) {
    const control = h(element.isMultiline ? "textarea" : "input", { value: start, placeholder: element.placeholder ?? "", maxLength: element.maxLength ?? 100000 });
    if (element.isMultiline) control.rows = 3;
    return [control, () => control.value];
  },
  "Input.Number": (element, start) => simple("number", element, start),
  "Input.Date": (element, start) => simple("date", element, start),
  "Input.Time": (element, start) => simple("time", element, start),
  "Input.Toggle"(element, start) {
    const on = element.valueOn ?? "true";
    const input = h("input", { type: "checkbox", checked: start === on });
    return [h("span", { class: "choice" }, input, h("span", {}, element.title)), () => (input.checked ? on : element.valueOff ?? "false")];
  },
  "Input.ChoiceSet"(element, start) {
    const chosen = String(start).split(",");
    if (element.style === "expanded" || element.isMultiSelect) return boxes(element, chosen);
    const options = (element.choices ?? []).map((one) => h("option", { value: one.value, selected: chosen.includes(one.value) }, one.title));
    const control = h("select", {}, h("option", { value: "" }, element.placeholder ?? "Select an option"), options);
    return [control, () => control.value];
  },
};

function simple(type, element, start) {
  const control = h("input", { type, value: start, placeholder: element.placeholder ?? "" });
  return [control, () => control.value];
}

function boxes(element, chosen) {
  const type = element.isMultiSelect ? "checkbox" : "radio";
  const name = `${element.id}-${Math.random()}`;
  const box = h("div", { class: "choices" }, (element.choices ?? []).map((one) =>
    h("label", { class: "choice" }, h("input", { type, name, value: one.value, checked: chosen.includes(one.value) }), h("span", {}, one.title))));
  return [box, () => [...box.querySelectorAll("input:checked")].map((input) => input.value).join(",")];
}
