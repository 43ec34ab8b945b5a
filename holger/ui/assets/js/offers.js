// Things to tick and accept: how many are ticked, and many ticked at once without asking for the page anew.
import { each } from "./page.js";

each("form[data-offers]", (form) => {
  const boxes = [...form.querySelectorAll("input[name=take]")];
  const told = form.querySelector("[data-chosen]");
  if (!told) return;

  const show = () => {
    told.textContent = told.dataset.chosen.replace("%s", boxes.filter((box) => box.checked).length);
  };
  form.addEventListener("change", show);
  for (const link of document.querySelectorAll("a[data-tick]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const what = link.dataset.tick;
      for (const box of boxes) box.checked = what === "all" || (what === "starter" && "starter" in box.dataset);
      show();
    });
  }
  show();
});
