// The assessment grid by keyboard. Each level is a select that also works without this file; here a key sets it, saves
// it at once and moves on. Saves of one row wait for each other, because each one needs the version the last one made.
import { each, writing } from "./js/page.js";

each("form[data-assess]", (form) => {
  const words = JSON.parse(document.getElementById("level-words").textContent);
  const rows = [...form.querySelectorAll("tr[data-risk]")];
  const cells = (row) => [...row.querySelectorAll("select.ci:not(:disabled)")];
  const saved = form.querySelector("[data-saved]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const queues = new Map();
  let current = null;

  form.addEventListener("submit", (event) => event.preventDefault());
  for (const row of rows) for (const cell of cells(row)) cell.dataset.was = cell.value;

  // Saving

  function save(row, field, value, source) {
    const turn = () => send(row, field, value, source);
    const queue = (queues.get(row) ?? Promise.resolve()).then(turn, turn);
    queues.set(row, queue);
    return queue;
  }

  async function send(row, field, value, source) {
    saved.textContent = form.dataset.textSaving;
    const body = new URLSearchParams({ field, value, version: row.dataset.version });
    let answer, response;
    try {
      response = await fetch(row.dataset.url, { method: "POST", body, headers: { "X-CSRFToken": token } });
      answer = await response.json();
    } catch {
      return fail(row, form.dataset.textFailed);
    }
    if (response.status === 409) return choose(row, field, value, source, answer);
    if (!response.ok) {
      if (source?.matches("select")) source.value = source.dataset.was;
      return fail(row, answer.error);
    }
    note(row, null);
    show(row, answer);
    if (source?.matches("select")) source.dataset.was = source.value;
    saved.textContent = answer.saved;
  }

  function show(row, answer) {
    row.dataset.version = answer.version;
    row.querySelector("[data-score]").innerHTML = answer.score;
    row.querySelector("[data-target]").innerHTML = answer.target;
    row.querySelector("[data-controls]").innerHTML = answer.controls;
    if (!answer.again) row.querySelector("[data-again]")?.remove();
    row.classList.toggle("done", answer.done);
    row.classList.toggle("todo", !answer.done);
    const mark = row.querySelector(".st use");
    mark?.setAttribute("href", mark.getAttribute("href").replace(/#.*/, answer.done ? "#check" : "#circle"));
    progress();
  }

  function progress() {
    const bar = document.querySelector("[data-progress]");
    if (!bar || rows.length < Number(bar.max)) return;
    const done = rows.filter((row) => row.classList.contains("done")).length;
    bar.value = done;
    const text = document.querySelector("[data-done]");
    text.textContent = text.textContent.replace(/\d+/, done);
    const freeze = document.querySelector("[data-freeze]");
    if (freeze) freeze.disabled = done < rows.length;
  }

  // What could not be saved is told under the row it is about

  function note(row, content) {
    if (row.nextElementSibling?.matches("tr.note")) row.nextElementSibling.remove();
    if (!content) return;
    const line = document.createElement("tr");
    line.className = "note";
    const cell = line.insertCell();
    cell.colSpan = 12;
    const box = document.createElement("div");
    box.className = "h-note is-crit";
    box.setAttribute("role", "alert");
    box.append(...content);
    cell.append(box);
    row.after(line);
  }

  function fail(row, text) {
    saved.textContent = "";
    note(row, [text]);
  }

  function choose(row, field, value, source, answer) {
    saved.textContent = "";
    show(row, answer);
    const button = (text, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "btn btn-sm";
      made.textContent = text;
      made.addEventListener("click", act);
      return made;
    };
    const mine = button(answer.mine, () => save(row, field, value, source));
    const theirs = button(answer.theirs, () => {
      if (source) source.value = answer.value;
      if (source) source.dataset.was = source.value;
      note(row, null);
      source?.focus();
    });
    note(row, [answer.error + " ", mine, " ", theirs]);
  }

  // The line under the row that is worked on: what the levels of this cell mean

  function help(cell) {
    const row = cell.closest("tr");
    if (current !== row) {
      current?.classList.remove("cur");
      current = row;
      row.classList.add("cur");
    }
    form.querySelector("tr.help")?.remove();
    const name = cell.dataset.field.split("_")[1];
    const levels = words[name === "likelihood" ? name : name.length > 1 ? "s" : name];
    const line = document.createElement("tr");
    line.className = "help";
    const box = line.insertCell();
    box.colSpan = 12;
    const chosen = levels[Number(cell.value) - 1];
    const text = document.createElement("span");
    text.append(bold(cell.getAttribute("aria-label").split(",")[0] + (chosen ? ` ${cell.value}: ` : ": ")), chosen ? chosen[1] : "");
    box.append(wrap(text, buttons(cell, levels)));
    row.after(line);
  }

  function bold(text) {
    const made = document.createElement("b");
    made.className = "h-b";
    made.textContent = text;
    return made;
  }

  function wrap(...parts) {
    const made = document.createElement("div");
    made.className = "h-row h-between h-wrap";
    made.append(...parts);
    return made;
  }

  function buttons(cell, levels) {
    const group = document.createElement("span");
    group.className = "lv";
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", cell.getAttribute("aria-label"));
    levels.forEach(([name, wording], index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = `${index + 1} ${name}`;
      button.title = wording;
      button.tabIndex = -1;
      button.setAttribute("aria-pressed", String(cell.value === String(index + 1)));
      button.addEventListener("mousedown", (event) => event.preventDefault());
      button.addEventListener("click", () => set(cell, String(index + 1)));
      group.append(button);
    });
    return group;
  }

  // Keys

  function set(cell, value) {
    if (![...cell.options].some((option) => option.value === value)) return;
    cell.value = value;
    if (cell.value !== cell.dataset.was) save(cell.closest("tr"), cell.dataset.field, value, cell);
    step(cell, 1);
  }

  function step(cell, by) {
    const all = rows.flatMap(cells);
    const next = all[all.indexOf(cell) + by];
    if (next) next.focus();
    else help(cell);
  }

  function climb(cell, by) {
    const row = cell.closest("tr");
    const field = cell.dataset.field;
    for (let at = rows.indexOf(row) + by; rows[at]; at += by) {
      const same = cells(rows[at]).find((other) => other.dataset.field === field) ?? cells(rows[at])[0];
      if (same) return same.focus();
    }
  }

  const first = (row) => cells(row).find((cell) => cell.value === "") ?? cells(row)[0];

  function next(row) {
    const after = rows[rows.indexOf(row) + 1];
    if (after) first(after)?.focus();
  }

  function press(event) {
    const cell = event.target;
    const row = cell.closest("tr");
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      ArrowRight: () => step(cell, 1),
      ArrowLeft: () => step(cell, -1),
      ArrowDown: () => climb(cell, 1),
      ArrowUp: () => climb(cell, -1),
      Enter: () => next(row),
      Backspace: () => set(cell, ""),
      Delete: () => set(cell, ""),
      "-": () => set(cell, "0"),
      r: () => row.querySelector("[data-reason]").focus(),
      b: () => row.querySelector("[data-reason]").focus(),
      m: () => row.querySelector("[data-control]")?.focus(),
      f: () => row.querySelector("[data-control]")?.focus(),
      "?": () => document.getElementById("assess-keys").showModal(),
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act) act();
    else if (/^\d$/.test(event.key)) set(cell, event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // The controls that are there already, offered while one is written

  const offered = document.getElementById("assess-controls");

  async function offer(input) {
    const words = input.value;
    const address = `${document.body.dataset.base}pick/controls/?q=${encodeURIComponent(words)}`;
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    const found = answer?.ok ? await answer.json() : [];
    if (input.value !== words) return;
    offered.replaceChildren(...found.map((each) => new Option("", `${each.note.split(" ")[0]} ${each.text}`)));
  }

  form.addEventListener("input", (event) => {
    if (event.target.matches("[data-control]")) offer(event.target);
  });
  form.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-control]")) offer(event.target);
    if (event.target.matches("select.ci")) help(event.target);
  });
  form.addEventListener("keydown", (event) => {
    const target = event.target;
    if (target.matches("select.ci")) return press(event);
    const row = target.closest("tr[data-risk]");
    if (!row || !writing(target)) return;
    if (event.key === "Escape") first(row)?.focus();
    if (event.key === "Enter" && target.matches("[data-control]")) {
      event.preventDefault();
      if (target.value.trim()) save(row, "control", target.value.trim()).then(() => (target.value = ""));
    }
  });
  form.addEventListener("change", (event) => {
    const target = event.target;
    const row = target.closest("tr[data-risk]");
    if (target.matches("[data-reason]")) save(row, "reason", target.value, null);
    else if (target.matches("select.ci") && target.value !== target.dataset.was) {
      save(row, target.dataset.field, target.value, target);
      help(target);
    }
  });

  const begin = rows.map(first).find((cell) => cell?.value === "") ?? first(rows[0] ?? form);
  begin?.focus({ preventScroll: true });
});

// The method editor shows a cell in the colour of its band as soon as it is chosen.
each("[data-band]", (choice) => {
  choice.addEventListener("change", () => {
    choice.closest("td").className = `is-${choice.value}`;
  });
});
