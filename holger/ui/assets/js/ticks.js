// Ticking all boxes of a group at once; those of nobody who has no script are ticked one by one.
import { each } from "./page.js";

each("[data-tickall]", (button) => {
  const boxes = () => [...button.closest("fieldset").querySelectorAll("input[type=checkbox]")];
  button.addEventListener("click", () => {
    const all = boxes().every((box) => box.checked);
    for (const box of boxes()) box.checked = !all;
  });
});
