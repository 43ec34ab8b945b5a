"""Pages, written once: a room fills in what is its own."""

from holger.ui.pages.detail import DetailPage
from holger.ui.pages.form import FormPage
from holger.ui.pages.list import ListPage
from holger.ui.pages.page import Page
from holger.ui.pages.parts import Bulk, Button, Empty, Fact, Tab

__all__ = ["Bulk", "Button", "DetailPage", "Empty", "Fact", "FormPage", "ListPage", "Page", "Tab"]
