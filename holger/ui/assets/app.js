// What every page needs: htmx for parts of pages, Tabler's menus and dialogs, Tom Select for long choices.
import "htmx.org";
import "@tabler/core/js/tabler.js";
import "tom-select";
