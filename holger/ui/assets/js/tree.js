// A tree whose lines can be dragged, with the mouse or by key. What a drop means is said by two hidden fields: the line
// it becomes part of, and the one it comes before. The arrows beside each line do the same without this file.
import { each } from "./page.js";

/** How far to the side is a level deeper, in pixels. */
const INDENT = 24;

each("[data-tree]", (list) => {
  const form = list.closest("form");
  const said = form.querySelector("[data-said]");
  const text = (name, ...values) => values.reduce((all, value) => all.replace("%s", value), list.dataset[`text${name}`]);
  const depth = (line) => Number(line.dataset.depth);
  const mark = document.createElement("li");
  mark.className = "is-place";
  mark.setAttribute("aria-hidden", "true");
  let held = null;

  for (const grip of list.querySelectorAll("[data-grip]")) grip.title = text("Hint");

  /** Take a line up, with all that is part of it. */
  function take(line) {
    const all = [...list.querySelectorAll("li[data-code]")];
    const from = all.indexOf(line);
    let to = from + 1;
    while (to < all.length && depth(all[to]) > depth(line)) to += 1;
    const moved = all.slice(from, to);
    for (const each of moved) each.classList.add("is-held");
    held = { line, moved, rest: [...all.slice(0, from), ...all.slice(to)], slot: from, from, wide: moved.at(-1) };
    held.depth = held.was = depth(line);
    held.line.querySelector("[data-grip]").setAttribute("aria-pressed", "true");
    show();
  }

  /** The levels that a line may have in a place: those that leave the lines below it where they are. */
  const deepest = (slot) => (slot === 0 ? 0 : depth(held.rest[slot - 1]) + 1);
  const flattest = (slot) => (slot === held.rest.length ? 0 : depth(held.rest[slot]));
  const within = (value, low, high) => Math.min(Math.max(value, low), high);

  function go(slot, level) {
    held.slot = within(slot, 0, held.rest.length);
    held.depth = within(level, flattest(held.slot), deepest(held.slot));
    show();
  }

  function show() {
    mark.dataset.depth = held.depth;
    if (held.slot === held.from && held.slot > 0) held.wide.after(mark);
    else if (held.slot === held.rest.length) held.rest.at(-1)?.after(mark);
    else held.rest[held.slot].before(mark);
  }

  const tell = () => (said.textContent = text("Place", held.slot + 1, held.rest.length + 1, held.depth + 1));

  function release() {
    for (const each of held.moved) each.classList.remove("is-held");
    held.line.querySelector("[data-grip]").setAttribute("aria-pressed", "false");
    mark.remove();
    const done = held;
    held = null;
    return done;
  }

  function leave() {
    const { line } = release();
    said.textContent = text("Back", line.dataset.code);
  }

  function drop() {
    const { line, rest, slot, depth: level, from, was } = release();
    if (slot === from && level === was) return (said.textContent = text("Back", line.dataset.code));
    const above = rest.slice(0, slot).findLast((each) => depth(each) === level - 1);
    const next = rest[slot];
    form.elements.parent.value = level ? above.dataset.code : "";
    form.elements.before.value = next && depth(next) === level ? next.dataset.code : "";
    const what = document.createElement("input");
    Object.assign(what, { type: "hidden", name: "do", value: `put|${line.dataset.code}` });
    form.append(what);
    form.submit();
  }

  // With the mouse, a pen or a finger

  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button !== 0 || held) return;
    grip.setPointerCapture(event.pointerId);
    const start = event.clientX;
    let moved = false;
    const follow = (step) => {
      if (!moved && Math.hypot(step.clientX - start, step.clientY - event.clientY) < 5) return;
      if (!moved) take(grip.closest("li"));
      moved = true;
      const slot = held.rest.findIndex((line) => step.clientY < middle(line));
      go(slot < 0 ? held.rest.length : slot, held.was + Math.round((step.clientX - start) / INDENT));
    };
    const over = new AbortController();
    const stop = (step) => {
      over.abort();
      if (!held) return;
      if (step.type === "pointerup") drop();
      else leave();
    };
    for (const [name, act] of [["pointermove", follow], ["pointerup", stop], ["pointercancel", stop]]) {
      grip.addEventListener(name, act, { signal: over.signal });
    }
  });

  function middle(line) {
    const box = line.getBoundingClientRect();
    return box.top + box.height / 2;
  }

  // By key

  list.addEventListener("keydown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip) return;
    if (!held) {
      if (event.key !== " " && event.key !== "Enter") return;
      take(grip.closest("li"));
      held.keyed = true;
      said.textContent = `${text("Grabbed", held.line.dataset.code)} ${text("Hint")}`;
      return event.preventDefault();
    }
    const act = {
      ArrowUp: () => go(held.slot - 1, held.depth),
      ArrowDown: () => go(held.slot + 1, held.depth),
      ArrowLeft: () => go(held.slot, held.depth - 1),
      ArrowRight: () => go(held.slot, held.depth + 1),
      Escape: leave,
      " ": drop,
      Enter: drop,
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
    if (held) {
      tell();
      mark.scrollIntoView({ block: "nearest" });
    }
  });

  // Whoever walks away from a line that was taken up by key leaves it where it was.
  list.addEventListener("focusout", () => {
    if (held?.keyed) leave();
  });
});
