// Answering a gap round by keyboard. Everything is a plain form with links beside it; here a key chooses, saves and moves on.
import { each, writing } from "./js/page.js";

each("fieldset[data-gap]", (question) => {
  const form = question.form;
  const answers = [...form.querySelectorAll("input[name=answer]")];
  const levels = [...form.querySelectorAll("input[name=maturity]")];
  const keys = document.getElementById("gap-keys");
  let waiting = false; // M was pressed: the next digit is a maturity

  function choose(radio) {
    if (!radio) return;
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    if (radio.value === "out") form.querySelector("[name=reason]")?.focus();
    else radio.focus({ preventScroll: true });
  }

  function climb(by) {
    const at = levels.findIndex((level) => level.checked);
    choose(levels[Math.min(levels.length - 1, Math.max(0, at + by))]);
  }

  const go = (name) => document.querySelector(`a[data-go=${name}]`)?.click();

  const acts = {
    n: () => go("n"),
    p: () => go("p"),
    u: () => go("u"),
    s: () => form.querySelector("[data-skip]")?.click(),
    m: () => (waiting = true),
    r: () => form.querySelector("[name=remark]")?.focus(),
    b: () => form.querySelector("[name=remark]")?.focus(),
    "?": () => keys.showModal(),
    ArrowUp: () => climb(1),
    ArrowDown: () => climb(-1),
  };

  function digit(key) {
    if (waiting) choose(levels.find((level) => level.value === key));
    else choose(answers[Number(key) - 1]);
    waiting = false;
  }

  function press(event) {
    if (document.querySelector("dialog[open]") || event.defaultPrevented) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const radio = event.target.matches?.("input[type=radio]");
    if (writing(event.target) && !radio) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (/^\d$/.test(event.key)) digit(event.key);
    else if (act) act();
    else return;
    if (event.key.toLowerCase() !== "m") waiting = false;
    event.preventDefault();
    event.stopPropagation();
  }

  addEventListener("keydown", press, true); // before the keys that every page has

  form.querySelector("[data-keys]")?.addEventListener("click", () => keys.showModal());
});
