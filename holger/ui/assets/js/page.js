// Small words that the other files share.

export const text = (name) => document.body.dataset[`text${name}`] ?? "";

/** Run `start` on every element that fits `selector`: those that are there now and those that htmx brings. */
export function each(selector, start) {
  const look = (root) => {
    for (const element of root.querySelectorAll(selector)) {
      if (element.dataset.started) continue;
      element.dataset.started = "yes";
      start(element);
    }
  };
  const begin = () => look(document);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
  document.addEventListener("htmx:after:swap", begin);
}

/** Is somebody writing, so that a single key is a letter and not a shortcut? */
export const writing = (element) => element.closest("input, textarea, select, [contenteditable=true]") !== null;

const mac = /Mac|iPhone|iPad/.test(navigator.platform);
each("kbd[data-mac]", (key) => {
  if (mac) key.textContent = key.dataset.mac;
});
