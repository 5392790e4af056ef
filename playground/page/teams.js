// The Teams pane: teams and chats at the left, the conversation, its thread beside it, dialogs above it.
import { avatar, fill, h } from "./dom.js";
import { Composer } from "./composer.js";
import { follow } from "./follow.js";
import { Dialogs } from "./dialog.js";
import { drawPosts } from "./posts.js";
import { showRace } from "./race.js";

const SIGNS = { channel: "#", groupChat: "👥", oneOnOne: "💬", personal: "" };

export class TeamsPane {
  constructor(root, wire) {
    this.root = root;
    this.wire = wire;
    this.thread = "";
    this.sidebar = h("aside", { class: "sidebar" });
    this.head = h("header", { class: "head" });
    this.list = h("div", { class: "list", tabIndex: 0, role: "log" });
    this.absent = h("div", { class: "absent", hidden: true });
    this.composer = new Composer((text) => this.write(text));
    this.side = h("aside", { class: "thread", hidden: true });
    this.sideList = h("div", { class: "list", role: "log" });
    this.sideComposer = new Composer((text) => this.write(text, this.thread));
    this.side.append(
      h("header", { class: "head" }, h("b", {}, "Thread"), h("button", { type: "button", class: "icon", title: "Close", onclick: () => this.openThread("") }, "✕")),
      this.sideList, this.sideComposer.root);
    this.dialogs = new Dialogs(root, wire);
    const middle = h("div", { class: "conversation" }, this.head, this.list, this.absent, this.composer.root);
    follow(this.list);
    follow(this.sideList);
    root.append(this.sidebar, h("div", { class: "shade", onclick: () => this.drawer(false) }), middle, this.side);
  }

  draw(state) {
    this.state = state;
    const chat = state.chats.find((one) => one.id === state.at);
    this.drawSidebar();
    fill(this.head,
      h("button", { type: "button", class: "icon burger", title: "Teams and chats", onclick: () => this.drawer(true) }, "☰"),
      h("b", { class: "headline" }, chat.name), chat.team && h("span", { class: "muted" }, chat.team),
      ["channel", "groupChat"].includes(chat.kind) && h("span", { class: "muted members" }, `${chat.members} people`));
    drawPosts(this.list, state.messages, state, this.doings());
    this.drawAbsent(chat);
    this.composer.draw(chat.kind === "channel" ? "Start a post: @Baton …, or / for commands" : "Type a message", state.commands);
    this.drawThread();
    this.dialogs.draw(state.dialog, state);
  }

  drawAbsent(chat) {
    const lacks = chat.kind === "personal" && !chat.installed;
    this.absent.hidden = !lacks;
    this.composer.root.hidden = lacks || chat.archived;
    if (lacks) fill(this.absent, h("p", {}, "You have not added Baton for yourself yet: it cannot write to you here."), h("button", { type: "button", class: "card-button positive", onclick: () => this.wire.do("install") }, "Add Baton"));
  }

  drawSidebar() {
    const { chats, at, you, tenant } = this.state;
    const drawn = JSON.stringify([chats, at, you]);
    if (this.sidebar.dataset.drawn === drawn) return;
    this.sidebar.dataset.drawn = drawn;
    const channels = chats.filter((chat) => chat.kind === "channel");
    const rows = (list) => list.map((chat) => this.row(chat));
    fill(this.sidebar,
      h("div", { class: "team" }, "Microsoft Teams", h("small", {}, `${tenant} · ${you.name}${you.part ? ` · ${you.part}` : ""}`)),
      h("h2", {}, "Chat"), rows(chats.filter((chat) => chat.kind !== "channel")),
      h("h2", {}, "Teams"), channels.length > 0 && h("div", { class: "team-name" }, channels[0].team), rows(channels));
  }

  row(chat) {
    const sign = chat.kind === "personal" ? avatar({ part: "app" }) : h("span", { class: "sign" }, SIGNS[chat.kind]);
    const classes = ["row", (chat.unread || chat.badge) && "unread", chat.id === this.state.at && "on"].filter(Boolean).join(" ");
    return h("button", { type: "button", class: classes, "data-chat": chat.name.toLowerCase(), onclick: () => this.open(chat.id) },
      sign, h("span", { class: "name" }, chat.name), chat.badge > 0 && h("span", { class: "badge" }, chat.badge));
  }

  drawThread() {
    const messages = this.state.messages.filter((one) => one.id === this.thread || one.root === this.thread);
    this.side.hidden = !this.thread || messages.length === 0;
    if (this.side.hidden) return;
    drawPosts(this.sideList, messages, this.state, this.doings(), true);
    this.sideComposer.draw("Reply", []);
  }

  doings() {
    const at = (message) => ({ chat: message.chat, id: message.id });
    return {
      press: (message) => async (action, values) => {
        const told = await this.wire.do("click", { ...at(message), action, values });
        return told.ok === false ? told.error : told.trouble || told.errors;
      },
      race: async (message, action) => {
        const race = await this.wire.do("race", { ...at(message), action });
        if (race.rows) showRace(this.root, race);
      },
      thread: (message) => this.openThread(message.root || message.id),
      hide: (message) => this.wire.do("hide", at(message)),
      action: (message, action) => this.wire.do("action", { ...at(message), action }),
    };
  }

  write(text, thread = "") {
    return this.wire.do("write", { chat: this.state.at, text, thread });
  }

  open(id) {
    this.drawer(false);
    this.thread = "";
    this.wire.go(id);
  }

  openThread(id) {
    this.thread = id;
    this.draw(this.state);
    if (id) this.sideComposer.focus();
  }

  drawer(isOpen) {
    this.root.classList.toggle("drawn", isOpen);
  }

  reset() {
    this.thread = "";
    this.composer.clear();
    this.sideComposer.clear();
    for (const list of [this.list, this.sideList]) delete list.dataset.drawn;
  }
}
