// Draws what both chats are given (tests/bot/golden, tests/bot/teams/golden): Slack's with the playground's page, those
// of Teams with Microsoft's own renderer. Looks at each as a machine can: nothing that cannot be parsed or validated,
// nothing wider than its frame or cut off, and every button pressed.
//   npm install --no-save adaptivecards@3 playwright-core
//   node docs/pictures/cards.mjs [folder for everything by itself] [chromium's path]
// It writes the contact sheets of this folder, prints what each button sends, and ends with 1 if something is wrong.
// The packages are found from where it is started.
import { createRequire } from "node:module";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { drawnInSlack, slackPage } from "./in_slack.mjs";
import { DARK, LIGHT, drawnInTeams, teamsPage } from "./in_teams.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const [single = "", executablePath = "/usr/bin/chromium"] = process.argv.slice(2);
const require = createRequire(join(process.cwd(), "started.here"));
const { chromium } = require("playwright-core");
const slack = goldens("../../tests/bot/golden");
const teams = goldens("../../tests/bot/teams/golden");

const RACE = ["card_open", "card_open_urgent_directed", "card_claimed_while_being_assessed", "card_assessed_then_claimed", "card_assessment_unavailable", "card_withdrawn"];
const HANDS = ["card_handed_back", "card_handed_over", "card_attempted", "card_claimed_again", "card_with_a_step_done", "card_taken_back_by_an_admin"];
const ENDS = ["card_resolved", "card_closed", "card_reopened", "card_passed_on", "card_passed_on_to", "card_changed"];
const VERBS = ["attempt_of_much", "hand_back", "hand_back_of_much", "hand_over", "resolve", "resolve_of_much", "pass_on", "park", "change_open"];
const IN_SLACK = [
  ["slack-cards", RACE, 470, 3],
  ["slack-cards-hands", HANDS, 470, 3],
  ["slack-cards-ends", ENDS, 470, 3],
  ["slack-briefings", ["briefing_claimed_while_being_assessed", "briefing_with_a_step_done", "briefing_with_an_open_step", "briefing_set_aside", "briefing_of_a_turn_that_is_over"], 470, 3],
  ["slack-own", ["receipt_open", "receipt_claimed_while_being_assessed", "receipt_handed_back", "receipt_resolved", "receipt_parked", "receipt_with_a_stopped_card", "news_claimed", "news_set_aside_until_now", "news_look_again", "note_said", "note_step_done", "back_link_claimed", "queue_with_what_is_new", "mine"], 470, 3],
  ["slack-home", ["home_typical", "home_first_day", "home_viewer"], 470, 3],
  ["slack-forms", ["form", ...VERBS.map((name) => `modal_${name}`)], 420, 4],
];
const IN_TEAMS = [
  ["teams-cards", RACE, LIGHT, 480, 3],
  ["teams-cards-hands", HANDS, LIGHT, 480, 3],
  ["teams-cards-ends", ENDS, LIGHT, 480, 3],
  ["teams-cards-dark", RACE, DARK, 480, 3],
  ["teams-briefings", ["briefing_while_being_assessed", "briefing_with_a_step_done", "briefing_with_an_open_step", "briefing_set_aside", "briefing_handed_over"], LIGHT, 480, 3],
  ["teams-chat", ["receipt_open", "receipt_claimed", "receipt_handed_back", "receipt_resolved", "receipt_parked", "receipt_with_a_stopped_card", "news_set_aside_until_now", "news_look_again", "answer_lost", "answer_escalated", "answer_returned", "answer_mine", "answer_help", "welcome_team"], LIGHT, 480, 3],
  ["teams-dialogs", ["dialog_form_at_fault", "dialog_details_claimed", "dialog_queue_with_what_is_new"], LIGHT, 480, 3],
  ["teams-forms", ["dialog_form", ...VERBS.map((name) => `dialog_${name}`)], LIGHT, 420, 4],
  ["teams-narrow", ["card_open_urgent_directed", "card_worst", "dialog_form", "dialog_details_stopped", "answer_queue"], DARK, 320, 5],
];

const quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const browser = await chromium.launch({ executablePath, args: quiet });
const wrong = [];

for (const [name, list, width, columns] of IN_SLACK) await slackSheet(name, list, width, columns);
for (const [name, list, theme, width, columns] of IN_TEAMS) await teamsSheet(name, list, theme, width, columns);
for (const width of [480, 320]) await slackOneByOne(width);
for (const theme of [LIGHT, DARK]) for (const width of [480, 320]) await teamsOneByOne(theme, width);
await browser.close();
const counted = `${slack.size} of Slack's, ${teams.size} of Teams's, light and dark, 480 and 320 pixels wide`;
console.log(wrong.length ? wrong.join("\n") : `${counted}: nothing that cannot be parsed, validated or shown in full`);
process.exitCode = wrong.length ? 1 : 0;

function goldens(folder) {
  const names = readdirSync(join(here, folder)).filter((name) => name.endsWith(".json")).sort();
  return new Map(names.map((name) => [name.slice(0, -5), JSON.parse(readFileSync(join(here, folder, name), "utf8"))]));
}

function chosen(all, list) {
  for (const name of list) if (!all.has(name)) throw new Error(`there is no golden file ${name}`);
  return list.map((name) => [name, all.get(name)]);
}

async function slackSheet(name, list, width, columns) {
  const page = await slackPage(browser, columns * (width + 24) + 24, wrong);
  await page.evaluate(drawnInSlack, { cards: chosen(slack, list), width, columns });
  await taken(page, join(here, `${name}.png`));
}

async function teamsSheet(name, list, theme, width, columns) {
  const page = await teamsPage(browser, require, theme, columns * (width + 24) + 24, wrong);
  await page.evaluate(drawnInTeams, { cards: chosen(teams, list), theme, width, columns });
  await taken(page, join(here, `${name}.png`));
}

async function taken(page, path) {
  await page.locator("#sheet").screenshot({ path });
  await page.close();
}

async function slackOneByOne(width) {
  const page = await slackPage(browser, width + 48, wrong);
  for (const [name, card] of slack) {
    const found = await page.evaluate(drawnInSlack, { cards: [[name, card]], width, columns: 1 });
    await told(page, "slack", name, width, found, width === 480, "");
  }
  await page.close();
}

async function teamsOneByOne(theme, width) {
  const page = await teamsPage(browser, require, theme, width + 48, wrong);
  const light = theme === LIGHT;
  for (const [name, card] of teams) {
    const found = await page.evaluate(drawnInTeams, { cards: [[name, card]], theme, width, columns: 1 });
    await told(page, "teams", name, width, found, light && width === 480, light ? "-light" : "-dark");
  }
  await page.close();
}

async function told(page, chat, name, width, found, first, shade) {
  wrong.push(...found.wrong.map((words) => `${chat} ${name}, ${width} pixels: ${words}`));
  if (first) for (const sent of found.sent) console.log(`${chat} ${name}: ${sent}`);
  if (!single) return;
  mkdirSync(single, { recursive: true });
  await page.locator("#sheet").screenshot({ path: join(single, `${chat}-${name}-${width}${shade}.png`) });
}
