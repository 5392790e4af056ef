// Where one types: Enter sends, a slash offers the app's commands, an @ the people.
import { fill, h } from "./dom.js";

export class Composer {
  constructor(send) {
    this.send = send;
    this.commands = [];
    this.input = h("textarea", { rows: 1, onkeydown: (event) => this.key(event), oninput: () => this.changed() });
    this.offer = h("div", { class: "offer", hidden: true });
    this.button = h("button", { type: "button", class: "send", title: "Send", onclick: () => this.submit() }, "➤");
    this.root = h("div", { class: "composer" }, this.offer, h("div", { class: "box" }, this.input, this.button));
  }

  draw(placeholder, commands) {
    this.input.placeholder = placeholder;
    this.input.setAttribute("aria-label", placeholder);
    this.commands = commands;
  }

  key(event) {
    if (event.key === "Tab" && !this.offer.hidden) {
      event.preventDefault();
      this.take(this.offered()[0]);
    }
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    }
  }

  offered() {
    const text = this.input.value;
    if (!text.startsWith("/") || /\s/.test(text)) return [];
    return this.commands.filter((command) => command.name.startsWith(text));
  }

  changed() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 160)}px`;
    this.button.classList.toggle("ready", this.input.value.trim() !== "");
    const commands = this.offered();
    this.offer.hidden = commands.length === 0;
    fill(this.offer, commands.map((command) =>
      h("button", { type: "button", onclick: () => this.take(command) }, h("b", {}, command.name), " ", h("span", { class: "muted" }, command.hint), h("small", {}, command.about))));
  }

  take(command) {
    this.input.value = `${command.name} `;
    this.changed();
    this.focus();
  }

  async submit() {
    const text = this.input.value.trim();
    if (!text) return;
    this.clear();
    await this.send(text);
  }

  clear() {
    this.input.value = "";
    this.changed();
  }

  focus() {
    this.input.focus();
  }
}
