// The editor of policies: saves by itself, keeps in the browser what could not be saved, and marks text.
import { startMarks } from "./js/marks.js";

const form = document.querySelector("[data-editor]");
const body = form.querySelector("[data-body]");
const status = document.getElementById("saving");
const found = document.getElementById("found");
const revision = form.elements.namedItem("revision");
const NAMES = ["title", "for_you", "body"];
const KEY = `holger.text.${form.dataset.key}`;
const PAUSE = 2500;
const AGAIN = 10000;

let saved = written();
let timer;
let running = false;
let stopped = false;

function written() {
  return Object.fromEntries(NAMES.map((name) => [name, form.elements.namedItem(name).value]));
}

const same = (one, other) => NAMES.every((name) => one[name] === other[name]);
const say = (words) => (status.textContent = words);

/** What is not on the server yet lies here, so that a crash takes nothing away. */
function keep() {
  const now = written();
  try {
    if (same(now, saved)) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify({ ...now, revision: revision.value }));
  } catch {
    // Full or forbidden: the server still has all but the last seconds.
  }
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return null;
  }
}

function later(pause = PAUSE) {
  clearTimeout(timer);
  timer = setTimeout(save, pause);
}

async function save() {
  if (running || stopped) return;
  const sending = written();
  if (same(sending, saved)) return;
  running = true;
  say(form.dataset.textSaving);
  try {
    const answer = await fetch(form.dataset.editor, { method: "POST", body: new FormData(form) });
    told(answer.status, await answer.json(), sending);
  } catch {
    say(form.dataset.textUnsaved);
    later(AGAIN);
  } finally {
    running = false;
  }
}

function told(code, answer, sending) {
  if (code === 200) {
    revision.value = answer.revision;
    saved = sending;
    keep();
    say(answer.said);
    if (!same(written(), saved)) later();
  } else if (code === 409) {
    stopped = true; // the form's own button shows both
    say(`${answer.by} ${form.dataset.textMeanwhile}`);
  } else {
    say(`${form.dataset.textWrong} ${Object.values(answer.errors ?? {}).join(" ")}`);
  }
}

form.addEventListener("input", () => {
  keep();
  later();
});
form.addEventListener("submit", () => {
  stopped = true;
  clearTimeout(timer);
});
addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
  event.preventDefault();
  save();
});

// On leaving, what is left is sent without waiting for the answer; small texts only, which is what browsers allow.
addEventListener("pagehide", () => {
  if (stopped || same(written(), saved)) return;
  fetch(form.dataset.editor, { method: "POST", body: new FormData(form), keepalive: true }).catch(() => {});
});
addEventListener("beforeunload", (event) => {
  if (stopped || same(written(), saved)) return;
  save();
  event.preventDefault();
});

const before = kept();
const refused = form.querySelector("[data-errors]") !== null;
if (before && !refused && !same(before, saved)) {
  found.querySelector("p").textContent = form.dataset.textFound;
  found.hidden = false;
} else if (!refused) keep();

found.querySelector("[data-put-back]").addEventListener("click", () => {
  for (const name of NAMES) form.elements.namedItem(name).value = before[name];
  found.hidden = true;
  body.dispatchEvent(new Event("input", { bubbles: true }));
});
found.querySelector("[data-forget]").addEventListener("click", () => {
  found.hidden = true;
  keep();
});

startMarks(form, body);
