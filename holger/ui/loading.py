"""How templates are found and made ready: Django's way, with a short one for what most places in them say."""

from html import escape
from typing import Any

from django.template import Template
from django.template.base import VariableNode, render_value_in_context
from django.template.loaders import base, cached
from django.utils.safestring import SafeString


class Said(VariableNode):
    """A place that says a value. Most values are text: no date, no number, nothing of which the form depends on the reader."""

    def render(self, context: Any) -> str:
        value = self.filter_expression.resolve(context)
        if type(value) is SafeString:
            return value
        if type(value) is str and context.autoescape:
            return escape(value)
        return render_value_in_context(value, context)


class Ready(base.Loader):
    """Prepares each template once, when it is read."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        template = super().get_template(template_name, skip)
        for node in template.nodelist.get_nodes_by_type(VariableNode):
            node.__class__ = Said
        return template


class Loader(cached.Loader, Ready):
    """Keeps what it has prepared."""
