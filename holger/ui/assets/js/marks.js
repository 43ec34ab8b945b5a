// Buttons that mark text: headings, lists, links and the like, written as Markdown where the cursor is.

const AROUND = { bold: "**", italic: "*" };
const BEFORE = { heading: "## ", list: "- ", numbers: "1. ", quote: "> " };
const TABLE = "|  |  |\n| --- | --- |\n|  |  |\n";

/** Put text in the place of the selection the way typing would, so that undo takes it back. */
function put(body, text) {
  body.focus();
  if (!document.execCommand("insertText", false, text)) {
    body.setRangeText(text, body.selectionStart, body.selectionEnd, "end");
    body.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

const chosen = (body) => body.value.slice(body.selectionStart, body.selectionEnd);

function around(body, mark) {
  const words = chosen(body);
  put(body, `${mark}${words}${mark}`);
  if (!words) body.selectionStart = body.selectionEnd -= mark.length;
}

function before(body, mark) {
  const start = body.value.lastIndexOf("\n", body.selectionStart - 1) + 1;
  body.setSelectionRange(start, Math.max(start, body.selectionEnd));
  const lines = chosen(body).split("\n");
  put(body, lines.map((line) => (line.startsWith(mark) ? line.slice(mark.length) : mark + line)).join("\n"));
}

function apart(body, text) {
  const ahead = body.value.slice(0, body.selectionStart);
  const gap = !ahead || ahead.endsWith("\n\n") ? "" : ahead.endsWith("\n") ? "\n" : "\n\n";
  put(body, `${gap}${text}`);
}

export function startMarks(form, body) {
  const toolbar = form.querySelector(".p-toolbar");
  toolbar.hidden = false;
  toolbar.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-mark]")?.dataset.mark;
    if (!mark) return;
    if (AROUND[mark]) around(body, AROUND[mark]);
    else if (BEFORE[mark]) before(body, BEFORE[mark]);
    else if (mark === "table") apart(body, TABLE);
    else if (mark === "link") put(body, `[${chosen(body) || "…"}](https://)`);
  });
  toolbar.querySelector("[data-picture]")?.addEventListener("change", (event) => {
    if (event.target.value) apart(body, `${event.target.value}\n`);
    event.target.value = "";
  });
}
