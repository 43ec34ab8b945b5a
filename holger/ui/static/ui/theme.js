/* Runs before the page is drawn, so that no page flashes in the wrong theme. Only where the reader follows the system;
   a chosen theme is already in the markup. */
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => {
    if (root.dataset.theme === "system") root.dataset.bsTheme = dark.matches ? "dark" : "light";
  };
  root.classList.add("js");
  follow();
  dark.addEventListener("change", follow);
})();
