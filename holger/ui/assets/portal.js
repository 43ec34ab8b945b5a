// Answering a questionnaire: what is written is saved by itself a moment after somebody stops writing, and files that are
// too large are not sent in vain. Without this the page has its buttons, which do the same.
const form = document.querySelector("[data-portal]");
const PAUSE = 1500;

if (form) {
  const note = form.querySelector("[data-note]");
  let timer = 0;
  let saving = false;
  let again = false;

  const save = async () => {
    if (saving) {
      again = true;
      return;
    }
    saving = true;
    const data = new FormData(form);
    for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
    data.set("quiet", "1");
    try {
      const answer = await fetch(location.pathname, { method: "POST", body: data, credentials: "same-origin" });
      const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      note.textContent = answer.status === 204 ? `${form.dataset.textSaved} ${time}` : form.dataset.textFailed;
    } catch {
      note.textContent = form.dataset.textFailed;
    }
    saving = false;
    if (again) {
      again = false;
      save();
    }
  };

  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    const size = [...form.querySelectorAll("[type=file]")].flatMap((field) => [...field.files]).reduce((sum, file) => sum + file.size, 0);
    if (size <= Number(form.dataset.most)) return;
    event.preventDefault();
    note.textContent = form.dataset.textLarge;
    note.scrollIntoView({ block: "center" });
  });
}
