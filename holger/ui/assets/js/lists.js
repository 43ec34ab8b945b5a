// Lists: search while writing, filters that apply when their menu closes, selecting rows, focus after a swap.
import { each, writing } from "./page.js";

const filters = () => document.getElementById("filters");

each("input[data-live]", (input) => {
  let waiting;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => filters().requestSubmit(), 300);
  });
});

document.addEventListener("keydown", (event) => {
  const input = document.querySelector("input[data-live]");
  if (event.key !== "/" || !input || writing(event.target)) return;
  event.preventDefault();
  input.focus();
});

// A choice in a filter applies when its menu is left, so that several can be chosen in one go.
each("#filters details, form[data-filters] details", (menu) => {
  menu.addEventListener("change", () => (menu.dataset.changed = "yes"));
  menu.addEventListener("toggle", () => {
    if (!menu.open && menu.dataset.changed) menu.closest("form").requestSubmit();
  });
});

// After a swap the focus goes back to the menu it was in, and the tab that shows the same rows is marked.
let left = "";
document.addEventListener("htmx:before:swap", () => {
  left = document.activeElement?.closest("#results details[id]")?.id ?? "";
});
document.addEventListener("htmx:after:swap", () => {
  if (left) document.querySelector(`#${CSS.escape(left)} > summary`)?.focus({ preventScroll: true });
  left = "";
  markTab();
  announce();
});

/** Tell those who do not see the table change how many rows it has now. */
function announce() {
  const box = document.getElementById("announced");
  const said = document.querySelector("#results .h-foot > span, #results .h-empty > .h-b");
  if (box && said) box.textContent = said.textContent;
}

const state = (search) => {
  const all = [...new URLSearchParams(search)].filter(([name, value]) => value && !["page", "per", "more"].includes(name));
  return all.map((pair) => pair.join("=")).sort().join("&");
};

function markTab() {
  const here = state(location.search);
  for (const tab of document.querySelectorAll("#tabs a")) {
    if (state(tab.getAttribute("href")) === here) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
}

// What is saved as a view is the state in the address now, not the one the page came with.
each("[data-saveview]", (menu) => {
  menu.addEventListener("toggle", () => {
    const form = menu.querySelector("form");
    form.elements.query.value = location.search.slice(1);
    form.elements.next.value = location.pathname + location.search;
  });
});

each("form[data-bulk]", (form) => {
  const boxes = [...form.querySelectorAll("input[name=row]")];
  const page = form.querySelector("[data-select-page]");
  const all = form.querySelector("input[name=all]");
  const count = form.querySelector("[data-selected]");
  let last = null;

  const show = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    count.textContent = chosen;
    page.checked = chosen > 0 && chosen === boxes.length;
    page.indeterminate = chosen > 0 && chosen < boxes.length;
  };
  const set = (checked) => {
    for (const box of boxes) box.checked = checked;
    show();
  };
  for (const box of boxes) {
    box.addEventListener("click", (event) => {
      if (event.shiftKey && last) {
        const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
        for (const between of boxes.slice(from, to + 1)) between.checked = box.checked;
      }
      last = box;
      show();
    });
  }
  page.addEventListener("change", () => set(page.checked));
  all.addEventListener("change", () => set(all.checked));
  form.querySelector("[data-unselect]").addEventListener("click", () => {
    all.checked = false;
    set(false);
    page.focus();
  });
  show();
});
