// Adaptive Cards as Teams is given them, drawn by Microsoft's own renderer. Colours and sizes are like those of Teams,
// but they are ours.
import { readFileSync } from "node:fs";

export const LIGHT = {
  page: "#f5f5f5", card: "#ffffff", line: "#e0e0e0", ink: "#242424", soft: "#616161", link: "#4f52b2", field: "#ffffff", brand: "#5b5fc7", danger: "#c4314b",
  emphasis: "#f5f5f5", good: "#e7f2da", warning: "#fbf6d9", attention: "#fcf4f6", accent: "#e8ebfa",
  goodInk: "#237b4b", warningInk: "#835c00", attentionInk: "#c4314b",
};
export const DARK = {
  page: "#1f1f1f", card: "#292929", line: "#3d3d3d", ink: "#ffffff", soft: "#adadad", link: "#9299f7", field: "#1f1f1f", brand: "#7f85f5", danger: "#e37d80",
  emphasis: "#1f1f1f", good: "#0d2e0d", warning: "#463100", attention: "#3b1519", accent: "#2f2f4a",
  goodInk: "#92c353", warningInk: "#f8d22a", attentionInk: "#e37d80",
};


export async function teamsPage(browser, require, theme, width, wrong) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, locale: "en-US", timezoneId: "Europe/Berlin" });
  page.on("pageerror", (error) => wrong.push(String(error)));
  await page.setContent(`<!doctype html><meta charset="utf-8"><style>${style(theme)}</style><div id="sheet"></div>`);
  await page.addScriptTag({ content: readFileSync(require.resolve("adaptivecards/dist/adaptivecards.min.js"), "utf8") });
  return page;
}

// Runs in the page: draws the cards, presses their buttons, and tells what is wrong and what was sent.
export function drawnInTeams({ cards, theme, width, columns }) {
  const AC = globalThis.AdaptiveCards;
  const wrong = [], sent = [];
  const names = { U0SAM: "Sam Okafor", U0ALEX: "Alex Kim", U0VIC: "Vic Lang" }; // whom Teams would find in its directory
  const inks = { default: [theme.ink, theme.soft], accent: [theme.link, theme.link], good: [theme.goodInk, theme.goodInk], warning: [theme.warningInk, theme.warningInk], attention: [theme.attentionInk, theme.attentionInk] };
  const foregroundColors = Object.fromEntries(Object.entries(inks).map(([name, [plain, subtle]]) => [name, { default: plain, subtle }]));
  const box = (backgroundColor) => ({ backgroundColor, foregroundColors });
  const host = new AC.HostConfig({
    fontFamily: "'Segoe UI', Selawik, 'Liberation Sans', Arial, 'Noto Color Emoji', sans-serif",
    spacing: { small: 4, default: 8, medium: 16, large: 20, extraLarge: 28, padding: 12 },
    separator: { lineThickness: 1, lineColor: theme.line },
    fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 200, default: 400, bolder: 600 },
    containerStyles: { default: box(theme.card), emphasis: box(theme.emphasis), good: box(theme.good), warning: box(theme.warning), attention: box(theme.attention), accent: box(theme.accent) },
    actions: { maxActions: 6, actionsOrientation: "horizontal", actionAlignment: "left", buttonSpacing: 8, spacing: "default", showCard: { actionMode: "inline", inlineTopMargin: 8, style: "emphasis" } },
    inputs: { label: { requiredInputs: { weight: "bolder", suffix: " *", suffixColor: "attention" }, optionalInputs: { weight: "bolder" } }, errorMessage: { color: "attention" } },
    adaptiveCard: { allowCustomStyle: false },
  });
  const plain = (text) => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);
  AC.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = plain(text).replace(/\*\*(.+?)\*\*/g, "<b>$1</b>").replace(/&lt;at&gt;(.+?)&lt;\/at&gt;/g, '<span class="mention">$1</span>');
    result.didProcess = true;
  };
  const root = document.getElementById("sheet");
  const slots = Array.from({ length: columns }, () => Object.assign(document.createElement("div"), { className: "column" }));
  root.replaceChildren(...slots);
  const slot = (place) => (columns < cards.length ? slots.reduce((low, one) => (one.offsetHeight < low.offsetHeight ? one : low)) : slots[place]);
  cards.forEach(([name, json], place) => {
    for (const asked of json.body ?? []) if (asked["choices.data"]) asked.value = names[asked.value] ?? asked.value;
    const card = new AC.AdaptiveCard();
    card.hostConfig = host;
    const context = new AC.SerializationContext(AC.Versions.v1_6); // the people picker came to the package with 1.6, to Teams before
    card.parse(json, context);
    for (let n = 0; n < context.eventCount; n++) wrong.push(`parse: ${context.getEventAt(n).message}`);
    for (const event of card.validateProperties().validationEvents) wrong.push(`validate: ${event.message}`);
    const figure = document.createElement("figure");
    const caption = Object.assign(document.createElement("figcaption"), { textContent: name.replaceAll("_", " ") });
    const frame = Object.assign(document.createElement("div"), { className: "frame" });
    frame.style.width = `${width}px`;
    frame.append(card.render());
    figure.append(caption, frame);
    slot(place).append(figure);
    if (frame.scrollWidth > frame.clientWidth) wrong.push(`wider than its card: ${frame.scrollWidth} > ${frame.clientWidth}`);
    const edge = frame.getBoundingClientRect().right - 12;
    for (const node of frame.querySelectorAll(".ac-pushButton")) if (node.getBoundingClientRect().right > edge + 1) wrong.push(`a button that does not fit: ${node.textContent}`);
    for (const node of frame.querySelectorAll(".ac-textBlock, .ac-richTextBlock, .ac-pushButton")) {
      if (node.scrollWidth > node.clientWidth + 1) wrong.push(`cut off: ${node.textContent.slice(0, 60)}`);
      if (!node.textContent.trim()) wrong.push("an empty line or button");
      if (/\{\{(?:DATE|TIME)\(/.test(node.textContent)) wrong.push(`a time that is not shown as one: ${node.textContent.slice(0, 60)}`);
    }
    card.onExecuteAction = (action) => sent.push([action.title, action.getJsonTypeName(), action.verb ?? "", JSON.stringify(action.data ?? {})].join(" | "));
    const pressed = new Set();
    const press = () => {
      const button = [...frame.querySelectorAll("button.ac-pushButton")].find((one) => !pressed.has(one) && one.offsetParent);
      if (!button) return;
      pressed.add(button);
      button.click();
      press();
    };
    if (columns === 1) press();
  });
  return { wrong, sent };
}

function style(theme) {
  return `
  * { box-sizing: border-box; }
  body { margin: 0; background: ${theme.page}; color: ${theme.ink}; }
  #sheet { display: flex; gap: 24px; align-items: flex-start; width: max-content; padding: 16px 24px; background: ${theme.page}; }
  .column { min-width: 1px; }
  figure { margin: 0 0 16px; }
  figcaption { margin-bottom: 4px; color: ${theme.soft}; font: 12px 'Segoe UI', 'Liberation Sans', sans-serif; }
  .frame { overflow: hidden; border: 1px solid ${theme.line}; border-radius: 6px; background: ${theme.card}; color: ${theme.ink}; }
  /* The renderer breaks overlong words of TextBlocks only. That the body of a Teams message does so is assumed. */
  .ac-richTextBlock { overflow-wrap: anywhere; }
  .mention { color: ${theme.link}; }
  .ac-pushButton { min-height: 32px; padding: 5px 14px; border: 1px solid ${theme.line}; border-radius: 4px; background: ${theme.card}; color: ${theme.ink}; font: 600 14px 'Segoe UI', 'Liberation Sans', sans-serif; }
  .ac-pushButton.style-positive { border-color: ${theme.brand}; background: ${theme.brand}; color: ${theme.card}; }
  .ac-pushButton.style-destructive { border-color: ${theme.danger}; color: ${theme.danger}; }
  .ac-input { width: 100%; padding: 6px 8px; border: 1px solid ${theme.line}; border-radius: 4px; background: ${theme.field}; color: ${theme.ink}; font: 14px 'Segoe UI', 'Liberation Sans', sans-serif; }
  .ac-input:has(.ac-input) { padding: 0; border: 0; }
  .ac-input .ac-input + div { display: none; }
  .ac-input::placeholder { color: ${theme.soft}; }`;
}
