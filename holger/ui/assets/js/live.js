// Pages that keep themselves fresh while one looks at them. A part with data-live asks now and then what is new, by
// the hx-get that it has; the server says "nothing" (204) or brings the parts that changed. Nobody is asked for a tab
// that nobody sees.
import { each } from "./page.js";

const PAUSE = 15000;

each("[data-live]", (part) => {
  const ask = () => {
    if (!part.isConnected) return stop();
    if (!document.hidden) part.dispatchEvent(new Event("live"));
  };
  const timer = setInterval(ask, PAUSE);
  const stop = () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", ask);
  };
  document.addEventListener("visibilitychange", ask);
});

// Writing in quick succession: Ctrl+Enter sends, and the next line is written where the last one was.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.matches("[data-send]")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

each("[data-refocus]", (box) => box.querySelector("textarea, input")?.focus());
