// What every page needs. Each page works without; this makes it quicker.
import "htmx.org";
import "./js/menus.js";
import "./js/lists.js";
import "./js/forms.js";
import "./js/tree.js";
import "./js/board.js";
import "./js/offers.js";
import "./js/wheel.js";
import "./js/pickers.js";
import "./js/palette.js";
import "./js/theme.js";
import "./js/notes.js";
import "./js/notices.js";
import "./js/ticks.js";
import "./js/copying.js";
import "./js/live.js";
