// Reporting: what is written is kept in this tab until it is sent, and files that are too large are not sent in vain.
// Nothing is kept beyond the tab: the machine may be shared, and the report may be without a name.
const KEY = "holger.report";
const form = document.querySelector("[data-report]");

function kept(act) {
  try {
    return act(sessionStorage);
  } catch {
    return null; // forbidden or full: the page works without
  }
}

if (!form) kept((store) => store.removeItem(KEY)); // thanked: it is sent
else {
  const text = form.elements.namedItem("what");
  const files = form.elements.namedItem("files");
  const note = form.querySelector("[data-found]");
  const say = (words) => {
    note.textContent = words;
    note.hidden = !words;
  };
  const before = kept((store) => store.getItem(KEY));
  if (before && !text.value) {
    text.value = before;
    say(form.dataset.textFound);
  }
  text.addEventListener("input", () => kept((store) => store.setItem(KEY, text.value)));
  form.addEventListener("submit", (event) => {
    const size = [...files.files].reduce((sum, file) => sum + file.size, 0);
    if (size <= Number(form.dataset.most)) return;
    event.preventDefault();
    say(form.dataset.textLarge);
    note.scrollIntoView({ block: "center" });
  });
}
