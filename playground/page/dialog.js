// Teams' dialogs. What is typed stays while the dialog is the same; errors stand at their fields.
import { fill, h } from "./dom.js";
import { drawCard } from "./adaptive.js";

export class Dialogs {
  constructor(root, wire) {
    this.wire = wire;
    this.errors = {};
    this.frame = h("div", { class: "dialog-frame", hidden: true, onkeydown: (event) => event.key === "Escape" && this.close() });
    root.append(this.frame);
  }

  draw(dialog, state) {
    this.frame.hidden = !dialog;
    if (!dialog) { this.drawn = ""; return; }
    const drawn = JSON.stringify([dialog.number, dialog.title, dialog.card, dialog.message, dialog.errors, dialog.trouble]);
    if (drawn === this.drawn) return;
    const kept = this.drawn && this.number === dialog.number ? this.values() : {};
    this.drawn = drawn;
    this.number = dialog.number;
    this.values = () => ({});
    fill(this.frame, this.box(dialog, state, { ...dialog.typed, ...kept }));
    this.frame.querySelector(".error-field :is(input, textarea, select), textarea, input, select")?.focus();
  }

  box(dialog, state, start) {
    let content = h("p", { class: "line" }, dialog.message);
    if (dialog.card) {
      const card = drawCard(dialog.card, state, (action, values) => this.submit(action, values), start, dialog.errors);
      this.values = card.values;
      content = card.root;
    }
    return h("section", { class: "dialog", role: "dialog", "aria-modal": "true", "aria-label": dialog.title || "Baton" },
      h("header", {}, h("span", { class: "avatar app" }, "B"), h("h2", {}, dialog.title || "Baton"), h("button", { type: "button", class: "icon", title: "Close", onclick: () => this.close() }, "✕")),
      h("div", { class: "content" }, dialog.trouble && h("p", { class: "trouble" }, "⚠️ ", dialog.trouble), content));
  }

  async submit(action, values) {
    const told = await this.wire.do("submit", { action, values });
    return told.ok === false ? told.error : told.trouble || told.errors;
  }

  close() {
    this.wire.do("close");
  }
}
