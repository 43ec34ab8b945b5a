// Buttons that copy a text on the page. Without script they are not there, and the text is marked and copied by hand.
import { each, text } from "./page.js";

each("[data-copy]", (button) => {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.innerText.trim());
      say(button);
    } catch {
      getSelection().selectAllChildren(source); // not allowed here: marked, so that one keystroke copies it
    }
  });
});

function say(button) {
  const note = document.createElement("span");
  note.setAttribute("role", "status");
  note.className = "h-small h-dim";
  note.textContent = text("Copied");
  button.after(note);
  setTimeout(() => note.remove(), 2500);
}
