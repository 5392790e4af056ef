// Block Kit as Slack is given it, drawn by the playground's own page: messages, modals, Baton's Home.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const pages = join(dirname(fileURLToPath(import.meta.url)), "../../playground/page");
const SITE = "http://pictures.example";
const TYPES = { js: "text/javascript", css: "text/css" };
const NOW = "2026-11-21T13:30:00Z"; // an hour and a half after everything happened that is shown

export async function slackPage(browser, width, wrong) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, locale: "en-US", timezoneId: "Europe/Berlin" });
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  await page.clock.setFixedTime(new Date(NOW));
  await page.route(`${SITE}/**`, (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (!name) return route.fulfill({ contentType: "text/html", body: html() });
    return route.fulfill({ contentType: TYPES[name.split(".").at(-1)], body: readFileSync(join(pages, name), "utf8") });
  });
  await page.goto(`${SITE}/`);
  return page;
}

function html() {
  const sheets = ["frame", "slack", "message", "modal"].map((name) => `<link rel="stylesheet" href="/${name}.css">`).join("");
  return `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">${sheets}<style>${STYLE}</style><div id="sheet"></div>`;
}

const STYLE = `
  html, body { height: auto; }
  body { display: block; background: #f4f1f5; }
  #sheet { display: flex; gap: 24px; align-items: flex-start; width: max-content; padding: 16px 24px; background: #f4f1f5; }
  figure { margin: 0 0 16px; }
  figcaption { margin-bottom: 4px; color: #616061; font-size: 12px; }
  .frame { overflow: hidden; border: 1px solid #e3e2e4; border-radius: 8px; background: #fff; overflow-wrap: anywhere; }
  .frame .message:hover { background: none; }
  .frame .modal { width: 100%; max-height: none; border-radius: 8px; box-shadow: none; }
  .frame .home { margin: 0; padding: 8px 16px; }
  .frame .modal .content { overflow: visible; }`;

// Runs in the page: draws what there is, presses its buttons, and tells what is wrong and what was sent.
export async function drawnInSlack({ cards, width, columns }) {
  const [{ h }, { blocks }, { Modals }] = await Promise.all(["/dom.js", "/blocks.js", "/modal.js"].map((name) => import(name)));
  const wrong = [], sent = [];
  const names = { U0JANE: "Jane Ruiz", U0SAM: "Sam Okafor", U0ALEX: "Alex Kim", U0VIC: "Vic Lang", U0ADA: "Ada Brandt" };
  const users = Object.fromEntries(Object.entries(names).map(([id, name]) => [id, { id, name }]));
  const who = { you: { id: "U0SAM", tz: "Europe/Berlin" }, users };
  const act = async (kind, element, block, value) => { sent.push([element.text?.text ?? kind, element.action_id, block.block_id ?? "", value ?? ""].join(" | ")); };

  const message = (view) => h("article", { class: "message" }, h("span", { class: "avatar app" }, "B"),
    h("div", { class: "body" }, h("div", { class: "by" }, h("b", {}, "Baton"), h("span", { class: "part" }, "app"), h("time", {}, "1:00 PM")), blocks(view.blocks, who, act)));
  const modal = (view) => {
    const root = document.createElement("div");
    return new Modals(root, { do: async () => ({}) }).form({ ...told(view), blocks: view.blocks }, who, {});
  };
  const told = (view) => ({ id: "V1", title: view.title.text, submit: view.submit?.text, close: view.close?.text, errors: {}, typed: typed(view) });
  const typed = (view) => Object.fromEntries(view.blocks.filter((block) => block.type === "input").map((block) => [block.block_id, { [block.element.action_id]: entered(block.element) }]));
  const entered = (element) => ({ value: element.initial_value ?? element.initial_option?.value ?? element.initial_user ?? "" });
  const home = (view) => h("div", { class: "home" }, blocks(view.blocks, who, act));
  const draw = { modal, home };

  const root = document.getElementById("sheet");
  const slots = Array.from({ length: columns }, () => h("div", { class: "column" }));
  root.replaceChildren(...slots);
  for (const [name, view] of cards) {
    const frame = h("div", { class: "frame" }, (draw[view.type] ?? message)(view));
    frame.style.width = `${width}px`;
    const low = slots.reduce((lowest, one) => (one.offsetHeight < lowest.offsetHeight ? one : lowest));
    low.append(h("figure", {}, h("figcaption", {}, name.replaceAll("_", " ")), frame));
    if (frame.scrollWidth > frame.clientWidth) wrong.push(`wider than its message: ${frame.scrollWidth} > ${frame.clientWidth}`);
    for (const node of frame.querySelectorAll(".block, .slack-button, .label")) {
      if (node.scrollWidth > node.clientWidth + 1) wrong.push(`cut off: ${node.textContent.slice(0, 60)}`);
      if (!node.textContent.trim() && !node.querySelector("hr")) wrong.push("an empty block or button");
    }
    for (const node of frame.querySelectorAll(".muted")) if (/^\([a-z_]+\)$/.test(node.textContent)) wrong.push(`nothing that the page knows: ${node.textContent}`);
    const asked = JSON.stringify(view).includes('"confirm":');
    if (columns === 1) for (const button of frame.querySelectorAll("button[data-action]")) if (!asked) button.click();
  }
  await Promise.resolve();
  return { wrong, sent };
}
