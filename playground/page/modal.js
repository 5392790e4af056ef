// Forms. What is typed stays while the form is the same; errors stand at their fields.
import { fill, h } from "./dom.js";
import { words } from "./mrkdwn.js";
import { blocks, optionsOf, people, placeholder } from "./blocks.js";

export class Modals {
  constructor(root, wire) {
    this.wire = wire;
    this.readers = {};
    this.frame = h("div", { class: "modal-frame", hidden: true, onkeydown: (event) => event.key === "Escape" && this.close(false) });
    root.append(this.frame);
  }

  draw(stack, state) {
    const view = stack[stack.length - 1];
    this.frame.hidden = !view;
    if (!view) { this.drawn = ""; return; }
    const drawn = JSON.stringify([view.id, view.hash, view.errors, view.trouble]);
    if (drawn === this.drawn) return;
    const kept = this.drawn && this.id === view.id ? this.values() : {};
    this.drawn = drawn;
    this.id = view.id;
    this.readers = {};
    fill(this.frame, this.form(view, state, kept));
    this.frame.querySelector(".error-field, textarea, input, select")?.focus();
  }

  form(view, state, kept) {
    const act = (kind, element, block, value) => this.wire.do(kind, { view: view.id, action_id: element.action_id, block_id: block.block_id, value }).then((told) => told.trouble);
    const content = view.blocks.map((block) => (block.type === "input" ? this.input(block, view, state, kept) : blocks([block], state, act)));
    const submit = (event) => { event.preventDefault(); this.submit(); };
    return h("form", { class: "modal", onsubmit: submit, noValidate: true, role: "dialog", "aria-modal": "true", "aria-label": view.title },
      h("header", {}, h("h2", {}, view.title), h("button", { type: "button", class: "icon", title: "Close", onclick: () => this.close(true) }, "✕")),
      h("div", { class: "content" }, view.trouble && h("p", { class: "trouble" }, "⚠️ ", view.trouble), content),
      h("footer", {}, h("button", { type: "button", class: "slack-button", onclick: () => this.close(false) }, view.close || "Cancel"),
        view.submit && h("button", { type: "submit", class: "slack-button primary" }, view.submit)));
  }

  input(block, view, state, kept) {
    const typed = view.typed[block.block_id]?.[block.element.action_id] ?? {};
    const start = block.block_id in kept ? kept[block.block_id] : valueOf(typed);
    const [control, read] = (CONTROLS[block.element.type] ?? CONTROLS.plain_text_input)(block.element, start, state);
    this.readers[block.block_id] = read;
    const error = view.errors[block.block_id];
    return h("label", { class: error ? "field error-field" : "field" },
      h("span", { class: "label" }, words(block.label, state), block.optional && h("small", {}, " (optional)")),
      control,
      error && h("span", { class: "error" }, error),
      block.hint && h("small", { class: "muted" }, words(block.hint, state)));
  }

  values() {
    return Object.fromEntries(Object.entries(this.readers).map(([block, read]) => [block, read()]));
  }

  async submit() {
    const button = this.frame.querySelector("footer .primary");
    if (button) button.disabled = true;
    await this.wire.do("submit", { values: this.values() });
    if (button) button.disabled = false;
  }

  close(everything) {
    this.wire.do("close", { everything });
  }
}

function valueOf(typed) {
  const value = Object.entries(typed).find(([key]) => key !== "type")?.[1];
  if (Array.isArray(value)) return value.map((one) => one.value ?? one);
  return value?.value ?? value ?? "";
}

const CONTROLS = {
  plain_text_input(element, start) {
    const tag = element.multiline ? "textarea" : "input";
    const control = h(tag, { value: start ?? "", placeholder: placeholder(element, ""), maxLength: element.max_length ?? 3000 });
    if (element.multiline) control.rows = 3;
    return [control, () => control.value];
  },
  static_select: (element, start) => menu(optionsOf(element), start, placeholder(element, "Choose an option")),
  users_select: (element, start, state) => menu(people(state), start, placeholder(element, "Select a person")),
  checkboxes: (element, start, state) => boxes(element, start, state, "checkbox"),
  radio_buttons: (element, start, state) => boxes(element, start, state, "radio"),
  datepicker: (element, start) => simple("date", start),
  timepicker: (element, start) => simple("time", start),
  number_input: (element, start) => simple("number", start),
  multi_users_select: (element, start, state) => several(people(state), start),
  multi_static_select: (element, start) => several(optionsOf(element), start),
  datetimepicker(element, start) {
    const control = h("input", { type: "datetime-local", value: start ? new Date(start * 1000).toISOString().slice(0, 16) : "" });
    return [control, () => (control.value ? Math.floor(new Date(control.value + "Z") / 1000) : "")];
  },
};

function simple(type, start) {
  const control = h("input", { type, value: start ?? "" });
  return [control, () => control.value];
}

function menu(options, start, empty) {
  const control = h("select", {}, h("option", { value: "" }, empty), options.map((o) => h("option", { value: o.value, selected: o.value === start }, o.label)));
  return [control, () => control.value];
}

function several(options, start) {
  const control = h("select", { multiple: true }, options.map((o) => h("option", { value: o.value, selected: (start || []).includes(o.value) }, o.label)));
  return [control, () => [...control.selectedOptions].map((o) => o.value)];
}

function boxes(element, start, state, type) {
  const box = h("span", { class: "choices" });
  for (const option of element.options) {
    const on = Array.isArray(start) ? start.includes(option.value) : start === option.value;
    const input = h("input", { type, name: element.action_id, value: option.value, checked: on });
    const about = option.description && h("small", { class: "muted" }, words(option.description, state));
    box.append(h("label", {}, input, h("span", {}, words(option.text, state), about)));
  }
  const read = () => [...box.querySelectorAll("input:checked")].map((input) => input.value);
  return [box, type === "radio" ? () => read()[0] ?? "" : read];
}
