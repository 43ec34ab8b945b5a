// The command palette: find anything, do anything, from any page. The same search has a page of its own without script.
import htmx from "htmx.org";
import { text } from "./page.js";

const palette = document.getElementById("palette");
const RECENT = `recent ${document.body.dataset.base ?? ""}`;

if (palette) start();
else sessionStorage.clear(); // Signed out, or not yet in: what was visited is nobody else's business.

function start() {
  const form = palette.querySelector("form");
  const input = form.elements.q;
  const hits = palette.querySelector(".h-hits");
  let waiting;

  const ask = () => htmx.trigger(form, "palette");
  const options = () => [...hits.querySelectorAll("[role=option]")];
  const open = () => {
    if (palette.open) return;
    palette.showModal();
    input.select();
    ask();
  };
  const choose = (option) => {
    for (const each of options()) each.setAttribute("aria-selected", each === option);
    if (!option) return;
    option.id ||= `hit-${options().indexOf(option)}`;
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const move = (step) => {
    const all = options();
    const now = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    choose(all[(now + step + all.length) % all.length]);
  };

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
  for (const link of document.querySelectorAll("[data-palette]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open();
    });
  }
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 150);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else return;
    event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    hits.querySelector("[aria-selected=true]")?.click();
  });
  palette.addEventListener("htmx:after:swap", () => {
    if (!input.value.trim()) hits.prepend(recent());
    choose(options()[0]);
  });
  remember();
}

/** The objects that were looked at last in this tab. */
function visited() {
  return JSON.parse(sessionStorage.getItem(RECENT) ?? "[]");
}

function remember() {
  const reference = document.querySelector(".h-objref")?.textContent.trim();
  if (!reference) return;
  const title = document.querySelector("h1").textContent.replace(reference, "").trim();
  const rest = visited().filter((page) => page.path !== location.pathname);
  const pages = [{ path: location.pathname, reference, title }, ...rest].slice(0, 6);
  sessionStorage.setItem(RECENT, JSON.stringify(pages));
}

function recent() {
  const group = document.createElement("div");
  const pages = visited().filter((page) => page.path !== location.pathname);
  if (!pages.length) return group;
  group.className = "h-hitgroup";
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", text("Recent"));
  const head = group.appendChild(document.createElement("div"));
  head.className = "h-cap";
  head.textContent = text("Recent");
  for (const page of pages) {
    const link = group.appendChild(document.createElement("a"));
    link.className = "h-hit";
    link.href = page.path;
    link.setAttribute("role", "option");
    const reference = link.appendChild(document.createElement("span"));
    reference.className = "h-ref";
    reference.textContent = page.reference;
    link.append(page.title);
  }
  return group;
}
