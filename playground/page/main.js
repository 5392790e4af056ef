// Starts the page: who you are, one pane per chat, and redrawing when something changed.
import { drawPeople } from "./people.js";
import { drawFaults } from "./faults.js";
import { SlackPane } from "./slack.js";
import { TeamsPane } from "./teams.js";
import { drawTabs } from "./tabs.js";
import { toast } from "./dom.js";

const KINDS = { slack: SlackPane, teams: TeamsPane }; // a further chat adds its own here
const panes = {};
const places = {};
let you = new URLSearchParams(location.search).get("as") ?? "";
let drawing = false;
let again = false;

async function refresh() {
  if (drawing) { again = true; return; }
  drawing = true;
  try {
    do {
      again = false;
      const query = new URLSearchParams({ as: you, ...places });
      const answer = await fetch(`/play/state?${query}`);
      if (answer.ok) draw(await answer.json());
    } while (again);
  } catch (error) {
    console.error(error);
  } finally {
    drawing = false;
  }
}

function draw(state) {
  you = state.you;
  drawPeople(document.getElementById("people"), state, become);
  drawFaults(document.getElementById("faults"), state.faults, (fault, mode) => post({ fault, mode }));
  for (const [name, shown] of Object.entries(state.panes)) {
    panes[name] ??= open(name);
    panes[name].draw(shown);
  }
  drawTabs(document.getElementById("tabs"), document.getElementById("panes"), state.panes);
}

function open(name) {
  const root = document.createElement("section");
  root.className = `pane ${name}`;
  document.getElementById("panes").append(root);
  return new KINDS[name](root, {
    do: (act, body = {}) => post({ pane: name, as: you, act, ...body }),
    go: (at, thread = "") => { places[name] = at; places[`${name}_thread`] = thread; return refresh(); },
  });
}

async function post(body) {
  try {
    const answer = await fetch("/play/do", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const told = await answer.json();
    if (!told.ok) toast(told.error, "bad");
    await refresh();
    return told;
  } catch (error) {
    toast("The playground does not answer. Is it still running?", "bad");
    return { ok: false, trouble: "no answer" };
  }
}

function become(handle) {
  you = handle;
  for (const place of Object.keys(places)) delete places[place];
  history.replaceState(null, "", `?as=${encodeURIComponent(handle)}`);
  for (const pane of Object.values(panes)) pane.reset();
  refresh();
}

function listen() {
  const link = document.getElementById("link");
  const source = new EventSource("/play/events");
  source.onmessage = () => { link.textContent = "live"; link.className = "live"; refresh(); };
  source.onerror = () => { link.textContent = "connecting…"; link.className = ""; };
}

refresh().then(listen);
