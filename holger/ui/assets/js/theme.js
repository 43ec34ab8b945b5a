// Light, dark or as the system: changes at once and is kept with the user.
import { each } from "./page.js";

each("form[data-themes]", (form) => {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = event.submitter.value;
    const root = document.documentElement;
    root.dataset.theme = chosen || "system";
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.bsTheme = chosen || (dark ? "dark" : "light");
    for (const button of document.querySelectorAll("form[data-themes] button")) {
      button.setAttribute("aria-pressed", button.value === chosen);
    }
    const body = new FormData(form, event.submitter);
    fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
    form.closest("details").open = false;
    document.dispatchEvent(new CustomEvent("themed"));
  });
});
