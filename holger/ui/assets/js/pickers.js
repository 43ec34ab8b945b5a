// A select with data-pick searches on the server as you type; one with data-choose among the options that it has.
import TomSelect from "tom-select";
import { each, text } from "./page.js";

function dress(select, ways) {
  const name = select.getAttribute("aria-label") ?? document.querySelector(`label[for="${select.id}"]`)?.textContent;
  const picker = new TomSelect(select, {
    sortField: [{ field: "$order" }],
    highlight: false,
    refreshThrottle: 0,
    closeAfterSelect: !select.multiple,
    plugins: select.multiple ? { remove_button: { title: text("Remove") } } : { no_backspace_delete: {} },
    ...ways,
    render: {
      option: (option, escape) =>
        `<div>${escape(option.text)}${option.note ? `<small>${escape(option.note)}</small>` : ""}</div>`,
      item: (option, escape) => `<div>${escape(option.text)}</div>`,
      no_results: () => `<div class="no-results">${text("Nothing")}</div>`,
      loading: () => `<div class="loading">${text("Searching")}</div>`,
    },
  });
  select.setAttribute("aria-hidden", "true"); // The picker's own field has the label now.
  if (name) picker.control_input.setAttribute("aria-label", name.replace("*", "").trim());
  if (select.getAttribute("aria-invalid") === "true") picker.control_input.setAttribute("aria-invalid", "true");
  const described = select.getAttribute("aria-describedby");
  if (described) picker.control_input.setAttribute("aria-describedby", described);
}

each("select[data-choose]", (select) => dress(select, { maxOptions: 400 }));

each("select[data-pick]", (select) => {
  const address = `${document.body.dataset.base}pick/${select.dataset.pick}/`;
  dress(select, {
    valueField: "id",
    labelField: "text",
    searchField: [],
    maxOptions: 100,
    preload: "focus",
    loadThrottle: 200,
    shouldLoad: () => true,
    onItemAdd() {
      if (!select.multiple) this.blur(); // or an answer on its way would open the list again
    },
    score: () => () => 1,
    load(query, done) {
      fetch(`${address}?q=${encodeURIComponent(query)}`, { headers: { Accept: "application/json" } })
        .then((answer) => (answer.ok ? answer.json() : []))
        .then((found) => {
          this.clearOptions((option) => this.items.includes(String(option.id ?? option.value)));
          done(found);
        })
        .catch(() => done());
    },
  });
});
