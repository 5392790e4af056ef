// The Slack pane: sidebar, conversation, thread, composer; modals and races lie above it.
import { fill, h } from "./dom.js";
import { drawMessages, headline } from "./messages.js";
import { drawSidebar } from "./sidebar.js";
import { Composer } from "./composer.js";
import { follow } from "./follow.js";
import { Modals } from "./modal.js";
import { showRace } from "./race.js";
import { blocks } from "./blocks.js";

export class SlackPane {
  constructor(root, wire) {
    this.root = root;
    this.wire = wire;
    this.thread = "";
    this.tab = "messages";
    this.sidebar = h("aside", { class: "sidebar" });
    this.head = h("header", { class: "head" });
    this.list = h("div", { class: "list", tabIndex: 0, role: "log" });
    this.composer = new Composer((text) => this.write(text));
    this.side = h("aside", { class: "thread", hidden: true });
    this.sideList = h("div", { class: "list", role: "log" });
    this.sideComposer = new Composer((text) => this.write(text, this.thread));
    this.side.append(
      h("header", { class: "head" }, h("b", {}, "Thread"), h("button", { type: "button", class: "icon", title: "Close", onclick: () => this.openThread("") }, "✕")),
      this.sideList, this.sideComposer.root);
    this.modals = new Modals(root, wire);
    const middle = h("div", { class: "conversation" }, this.head, this.list, this.composer.root);
    follow(this.list);
    follow(this.sideList);
    root.append(this.sidebar, h("div", { class: "shade", onclick: () => this.drawer(false) }), middle, this.side);
  }

  draw(state) {
    this.state = state;
    const channel = state.channels.find((one) => one.id === state.at);
    drawSidebar(this.sidebar, state, { open: (id) => this.open(id), shortcut: (id) => this.wire.do("shortcut", { id }) });
    this.drawHead(channel);
    if (this.tab === "home" && channel.kind === "im") this.drawHome();
    else this.drawConversation(channel);
    this.drawThread();
    this.modals.draw(state.modals, state);
  }

  drawHead(channel) {
    const tabs = channel.kind === "im" && ["home", "messages"].map((tab) =>
      h("button", { type: "button", class: tab === this.tab ? "tab on" : "tab", onclick: () => this.openTab(tab) }, tab === "home" ? "Home" : "Messages"));
    fill(this.head,
      h("button", { type: "button", class: "icon burger", title: "Channels", onclick: () => this.drawer(true) }, "☰"),
      headline(channel, this.state.users), tabs,
      channel.kind !== "im" && h("span", { class: "muted members" }, `${channel.members} members`));
  }

  drawConversation(channel) {
    const shown = this.state.messages.filter((one) => !one.reply || one.broadcast || (one.ephemeral && !one.thread));
    drawMessages(this.list, shown, this.state, this.doings());
    const name = channel.kind === "im" ? this.state.users[channel.with]?.name : `#${channel.name}`;
    this.composer.draw(`Message ${name}`, this.state.commands);
    this.composer.root.hidden = channel.archived;
  }

  drawHome() {
    this.composer.root.hidden = true;
    const home = this.state.home;
    const drawn = JSON.stringify(home);
    if (this.list.dataset.drawn === drawn) return;
    this.list.dataset.drawn = drawn;
    const act = (kind, element, block, value) => this.wire.do(kind, { view: home.id, action_id: element.action_id, block_id: block.block_id, value }).then((told) => told.trouble);
    fill(this.list, h("div", { class: "home" }, home ? blocks(home.blocks, this.state, act) : h("p", { class: "muted" }, "The app has not published a Home yet.")));
  }

  drawThread() {
    const messages = this.state.messages.filter((one) => one.ts === this.thread || one.thread === this.thread);
    this.side.hidden = !this.thread || messages.length === 0;
    this.root.classList.toggle("threaded", !this.side.hidden);
    if (this.side.hidden) return;
    drawMessages(this.sideList, messages, this.state, this.doings(), true);
    this.sideComposer.draw("Reply…", []);
  }

  doings() {
    return {
      act: (message) => async (kind, element, block, value) => {
        const told = await this.wire.do(kind, { channel: message.channel, ts: message.ts, action_id: element.action_id, block_id: block.block_id, value });
        return told.ok === false ? told.error : told.trouble;
      },
      race: async (message, element) => {
        const race = await this.wire.do("race", { channel: message.channel, ts: message.ts, action_id: element.action_id, value: element.value });
        if (race.rows) showRace(this.root, race);
      },
      thread: (message) => this.openThread(message.thread || message.ts),
      hide: (message) => this.wire.do("hide", { channel: message.channel, ts: message.ts }),
      shortcut: (message, id) => this.wire.do("shortcut", { channel: message.channel, ts: message.ts, id }),
    };
  }

  write(text, thread = "") {
    return this.wire.do("write", { channel: this.state.at, text, thread });
  }

  open(id) {
    this.drawer(false);
    this.thread = "";
    this.tab = "messages";
    this.wire.go(id);
  }

  openThread(ts) {
    this.thread = ts;
    this.draw(this.state);
    if (ts) this.sideComposer.focus();
  }

  async openTab(tab) {
    this.tab = tab;
    delete this.list.dataset.drawn;
    this.draw(this.state);
    if (tab === "home") await this.wire.do("home");
  }

  drawer(isOpen) {
    this.root.classList.toggle("drawn", isOpen);
  }

  reset() {
    this.thread = "";
    this.tab = "messages";
    this.composer.clear();
    this.sideComposer.clear();
    for (const list of [this.list, this.sideList]) delete list.dataset.drawn;
  }
}
