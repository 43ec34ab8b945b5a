// Light, dark or as the system: changes at once and is kept with the user.
import { each } from "./page.js";

each("#choose", (form) => {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button.name !== "theme") return;
    event.preventDefault();
    const chosen = button.value;
    const root = document.documentElement;
    root.dataset.theme = chosen || "system";
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.bsTheme = chosen || (dark ? "dark" : "light");
    for (const other of document.querySelectorAll("button[name=theme]")) {
      other.setAttribute("aria-pressed", other.value === chosen);
    }
    fetch(button.formAction, { method: "POST", body: new FormData(form, button), headers: { "HX-Request": "true" } });
    button.closest("details").open = false;
    document.dispatchEvent(new CustomEvent("themed"));
  });
});
