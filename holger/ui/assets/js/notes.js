// Messages can be put away; what htmx could not do is said.
import { text } from "./page.js";

document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest(".h-note").remove();
});

function failed() {
  const box = document.getElementById("toasts");
  if (!box) return;
  const note = document.createElement("div");
  note.className = "h-note is-crit";
  note.textContent = text("Failed");
  box.replaceChildren(note);
  setTimeout(() => note.remove(), 8000);
}

// Whoever was signed out meanwhile gets the sign-in page as a page, not as a part of this one.
document.addEventListener("htmx:before:response", (event) => {
  const answer = event.detail.ctx.response.raw;
  if (!answer.redirected || !new URL(answer.url).pathname.startsWith("/account/")) return;
  event.preventDefault();
  location.reload();
});

document.addEventListener("htmx:response:error", failed);
document.addEventListener("htmx:error", failed);
