// Menus are <details>: they open by themselves. Here they close again, stay on the screen, and dialogs open and close.
import { each, writing } from "./page.js";

const open = () => document.querySelectorAll("details.h-menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  const button = event.target.closest("[data-dialog]");
  if (button) show(button.dataset.dialog);
  if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
  if (event.target.matches("dialog")) event.target.close();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "?" && !writing(event.target)) show("shortcuts");
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});

function show(id) {
  for (const menu of open()) menu.open = false;
  document.getElementById(id)?.showModal();
}

// A menu that would leave the screen on the right opens to the left instead; one near the bottom opens upwards.
document.addEventListener(
  "toggle",
  ({ target }) => {
    if (!target.matches("details.h-menu") || !target.open) return;
    const drop = target.querySelector(".h-drop").getBoundingClientRect();
    if (drop.right > innerWidth - 8) target.classList.add("is-end");
    if (drop.left < 8) target.classList.remove("is-end");
    if (drop.bottom > innerHeight && target.getBoundingClientRect().top > drop.height + 64) target.classList.add("is-up");
  },
  true,
);

each("form[data-confirm]", (form) => {
  form.addEventListener("submit", (event) => {
    if (!confirm(form.dataset.confirm)) event.preventDefault();
  });
});

// The tabs of an object's page lead to its parts; the one last chosen is marked.
each(".h-tabs.is-anchors", (tabs) => {
  const mark = () => {
    const links = [...tabs.querySelectorAll("a")];
    const chosen = links.find((link) => link.hash === location.hash) ?? links[0];
    for (const link of links) link.toggleAttribute("aria-current", link === chosen);
    chosen?.setAttribute("aria-current", "true");
  };
  addEventListener("hashchange", mark);
  mark();
});

// On a phone tabs go past the edge: the one that is open comes into sight, and the page itself stays where it is.
each(".h-tabs > [aria-current]", (tab) => {
  const [there, row] = [tab.getBoundingClientRect(), tab.parentElement.getBoundingClientRect()];
  tab.parentElement.scrollLeft += there.left - row.left - (row.width - there.width) / 2;
});
