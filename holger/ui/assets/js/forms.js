// Forms: say so before unsaved changes are left, send once, save by key, begin at the first error.
import { each, text } from "./page.js";

each("form[data-form]", (form) => {
  let changed = "dirty" in form.dataset || form.querySelector("[data-errors]") !== null;
  let sent = false;
  form.addEventListener("input", () => (changed = true));
  form.addEventListener("change", () => (changed = true));
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  for (const link of document.querySelectorAll("[data-leave], .h-formfoot a")) {
    link.addEventListener("click", () => (changed = false));
  }
  addEventListener("pageshow", () => (sent = false));
  addEventListener("beforeunload", (event) => {
    if (!changed || sent) return;
    event.preventDefault();
    event.returnValue = text("Leave");
  });
  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    form.requestSubmit();
  });
});

each("[data-errors]", (summary) => {
  const wrong = document.querySelector("[aria-invalid=true]:not([type=hidden])");
  (wrong ?? summary).focus({ preventScroll: true });
  summary.scrollIntoView({ block: "center" });
});
