// The annual wheel: whoever looks at a mark sees all times of its activity, and a card that tells of it. A mark that may be moved
// is dragged to another month, with the mouse or by key; the page that opens then asks for the day, as its link does without this.
import { each } from "./page.js";

const WAIT = 250; // milliseconds that one looks at a mark before its card comes

each("[data-wheelbox]", (box) => {
  const wheel = box.querySelector("[data-wheel]");
  const card = box.querySelector("[data-card]");
  const said = box.querySelector("[data-said]");
  const sectors = [...wheel.querySelectorAll("[data-month]")];
  const runs = [...wheel.querySelectorAll(".w-run")];
  const text = (name, ...values) => values.reduce((all, value) => all.replace("%s", value), box.dataset[`text${name}`]);
  let held = null;
  let waiting;
  let shown = null;

  // What one looks at

  function look(run) {
    const of = new Set(run.dataset.of.split(" "));
    wheel.classList.add("is-looking");
    for (const other of runs) other.classList.toggle("is-same", other === run || other.dataset.of.split(" ").some((each) => of.has(each)));
    clearTimeout(waiting);
    waiting = setTimeout(() => open(run), WAIT);
  }

  function leave() {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (card.matches(":hover") || card.contains(document.activeElement)) return;
      close();
    }, WAIT);
  }

  function close() {
    clearTimeout(waiting);
    wheel.classList.remove("is-looking");
    for (const run of runs) run.classList.remove("is-same");
    card.hidden = true;
    shown = null;
  }

  async function open(run) {
    if (held || shown === run) return;
    shown = run;
    const answer = await fetch(`${box.dataset.runs}?${run.dataset.runs}&card=1`, { credentials: "same-origin" });
    if (!answer.ok || shown !== run) return;
    card.innerHTML = await answer.text();
    card.hidden = false;
    place(run);
  }

  /** Beside the mark, inside the box, where it covers neither the mark nor the edge. */
  function place(run) {
    if (getComputedStyle(card).position === "static") return;
    const [mark, around] = [run.querySelector(".w-halo").getBoundingClientRect(), box.getBoundingClientRect()];
    const right = mark.right - around.left + 12;
    const left = mark.left - around.left - card.offsetWidth - 12;
    const x = right + card.offsetWidth <= around.width ? right : Math.max(left, 0);
    const y = Math.min(Math.max(mark.top - around.top - card.offsetHeight / 3, 0), Math.max(around.height - card.offsetHeight, 0));
    card.style.left = `${x}px`;
    card.style.top = `${y}px`;
  }

  for (const run of runs) {
    run.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && !held && look(run));
    run.addEventListener("pointerleave", () => !held && leave());
    run.addEventListener("focus", () => !held && run.matches(":focus-visible") && look(run));
    run.addEventListener("blur", () => !held && leave());
    run.addEventListener("dragstart", (event) => event.preventDefault());
  }
  card.addEventListener("pointerleave", leave);
  card.addEventListener("focusout", leave);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || held || card.hidden) return;
    const run = shown;
    close();
    run?.focus();
  });

  // Taking a mark to another month

  function take(run, keyed) {
    close();
    const at = sectors.findIndex((sector) => sector.dataset.month === monthOf(run));
    held = { run, at, from: at, keyed };
    run.classList.add("is-held");
    show();
  }

  /** The month in whose sector the mark stands. */
  function monthOf(run) {
    const halo = run.querySelector(".w-halo");
    return sectors[sector(Number(halo.getAttribute("cx")), Number(halo.getAttribute("cy")))]?.dataset.month;
  }

  /** The number of the sector at a point of the picture; -1 outside of the wheel. */
  function sector(x, y) {
    const [dx, dy] = [x - Number(wheel.dataset.cx), y - Number(wheel.dataset.cy)];
    const far = Math.hypot(dx, dy);
    if (far < Number(wheel.dataset.hub) || far > Number(wheel.dataset.rim)) return -1;
    const turn = (Math.atan2(dx, -dy) + 2 * Math.PI) % (2 * Math.PI);
    return Math.floor((turn / (2 * Math.PI)) * sectors.length);
  }

  function show() {
    sectors.forEach((each, number) => each.classList.toggle("is-over", held !== null && number === held.at && number !== held.from));
  }

  function go(at) {
    held.at = at < 0 ? held.from : at;
    show();
    if (held.keyed) said.textContent = text("Place", sectors[held.at].dataset.title);
  }

  function release() {
    const done = held;
    held = null;
    done.run.classList.remove("is-held");
    done.run.removeAttribute("transform");
    show();
    return done;
  }

  function stay() {
    release();
    said.textContent = text("Back");
  }

  function drop() {
    const { run, at, from } = release();
    if (at === from) return (said.textContent = text("Back"));
    const to = new URLSearchParams({ run: run.dataset.move, to: sectors[at].dataset.month });
    location.assign(`${box.dataset.moves}?${to}`);
  }

  wheel.addEventListener("pointerdown", (event) => {
    const run = event.target.closest(".w-run[data-move]");
    if (!run || event.button !== 0 || held || event.target.closest(".w-label")) return;
    const scale = wheel.viewBox.baseVal.width / wheel.getBoundingClientRect().width;
    const halo = run.querySelector(".w-halo");
    const start = [Number(halo.getAttribute("cx")), Number(halo.getAttribute("cy"))];
    const over = new AbortController();
    let moved = false;
    const follow = (step) => {
      const [x, y] = [(step.clientX - event.clientX) * scale, (step.clientY - event.clientY) * scale];
      if (!moved && Math.hypot(x, y) < 5) return;
      if (!moved) take(run, false);
      moved = true;
      run.setAttribute("transform", `translate(${x} ${y})`);
      go(sector(start[0] + x, start[1] + y));
    };
    const stop = (step) => {
      over.abort();
      if (!held) return;
      // The mark is a link: what was dragged is not opened as well.
      addEventListener("click", (click) => click.preventDefault(), { capture: true, once: true });
      setTimeout(() => removeEventListener("click", stop, true));
      if (step.type === "pointerup") drop();
      else stay();
    };
    for (const [name, act] of [["pointermove", follow], ["pointerup", stop], ["pointercancel", stop]]) {
      addEventListener(name, act, { signal: over.signal });
    }
  });

  wheel.addEventListener("keydown", (event) => {
    const run = event.target.closest(".w-run[data-move]");
    if (!run) return;
    if (!held) {
      if (event.key.toLowerCase() !== "m" || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      take(run, true);
      said.textContent = `${text("Grabbed", run.getAttribute("aria-label"))} ${text("Hint")}`;
      return;
    }
    const beside = (by) => go((held.at + by + sectors.length) % sectors.length);
    const act = {
      ArrowLeft: () => beside(-1),
      ArrowUp: () => beside(-1),
      ArrowRight: () => beside(1),
      ArrowDown: () => beside(1),
      Escape: stay,
      " ": drop,
      Enter: drop,
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });

  wheel.addEventListener("focusout", () => {
    if (held?.keyed) stay();
  });
});
