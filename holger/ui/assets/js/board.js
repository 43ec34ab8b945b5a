// A board whose cards can be dragged from column to column, with the mouse or by key. A drop sends what the buttons on the
// card send; they do the same without this file.
import { each } from "./page.js";

each("[data-board]", (board) => {
  const said = board.querySelector("[data-said]");
  const lanes = [...board.querySelectorAll("[data-lane]")];
  const text = (name, ...values) => values.reduce((all, value) => all.replace("%s", value), board.dataset[`text${name}`]);
  let held = null;

  for (const grip of board.querySelectorAll("[data-grip]")) grip.title = text("Hint");

  // The button to move to where the select says is there once it says something else.
  for (const move of board.querySelectorAll("[data-to]")) {
    const select = move.closest("li").querySelector("select");
    const first = select.value;
    const follow = () => (move.hidden = select.value === first);
    select.addEventListener("change", follow);
    follow();
  }

  function take(card) {
    const from = card.closest("[data-lane]");
    held = { card, from, lane: from };
    card.classList.add("is-held");
    card.querySelector("[data-grip]").setAttribute("aria-pressed", "true");
    show();
  }

  function show() {
    for (const lane of lanes) lane.classList.toggle("is-over", lane === held?.lane && lane !== held.from);
  }

  function go(lane) {
    held.lane = lane ?? held.lane;
    show();
  }

  function release() {
    const done = held;
    held = null;
    done.card.classList.remove("is-held");
    done.card.style.removeProperty("translate");
    done.card.querySelector("[data-grip]").setAttribute("aria-pressed", "false");
    show();
    return done;
  }

  function leave() {
    said.textContent = text("Back", release().card.dataset.code);
  }

  function drop() {
    const { card, from, lane } = release();
    if (lane === from) return (said.textContent = text("Back", card.dataset.code));
    const what = document.createElement("input");
    Object.assign(what, { type: "hidden", name: "to", value: `${lane.dataset.lane}|${card.dataset.version}` });
    board.append(what);
    board.action = card.dataset.move;
    board.submit();
  }

  // With the mouse, a pen or a finger

  board.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button !== 0 || held) return;
    grip.setPointerCapture(event.pointerId);
    let moved = false;
    const follow = (step) => {
      const [x, y] = [step.clientX - event.clientX, step.clientY - event.clientY];
      if (!moved && Math.hypot(x, y) < 5) return;
      if (!moved) take(grip.closest("[data-code]"));
      moved = true;
      held.card.style.translate = `${x}px ${y}px`;
      go(lanes.find((lane) => within(lane, step)) ?? held.from);
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

  function within(lane, { clientX, clientY }) {
    const box = lane.getBoundingClientRect();
    return clientX >= box.left && clientX <= box.right && clientY >= box.top && clientY <= box.bottom;
  }

  // By key

  board.addEventListener("keydown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip) return;
    if (!held) {
      if (event.key !== " " && event.key !== "Enter") return;
      take(grip.closest("[data-code]"));
      held.keyed = true;
      said.textContent = `${text("Grabbed", held.card.dataset.code)} ${text("Hint")}`;
      return event.preventDefault();
    }
    const beside = (by) => go(lanes[lanes.indexOf(held.lane) + by]);
    const act = {
      ArrowLeft: () => beside(-1),
      ArrowUp: () => beside(-1),
      ArrowRight: () => beside(1),
      ArrowDown: () => beside(1),
      Escape: leave,
      " ": drop,
      Enter: drop,
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
    if (held) said.textContent = text("Place", held.lane.dataset.title);
  });

  // Whoever walks away from a card that was taken up by key leaves it where it was.
  board.addEventListener("focusout", () => {
    if (held?.keyed) leave();
  });
});
