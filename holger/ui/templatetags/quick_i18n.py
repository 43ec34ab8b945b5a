"""``{% load i18n %}``: Django's tags, with a short way for what most of them say: one text, as it stands.

Django wraps each text twice before it reads it, and a page has a hundred.
"""

from typing import Any

from django import template
from django.templatetags import i18n
from django.utils.translation import get_language, gettext

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class TextNode(template.Node):
    """A text of the template's own, which is markup as it stands; percent signs are doubled in the catalogue."""

    def __init__(self, text: str):
        self.text = text.replace("%", "%%")
        self.said: dict[str | None, str] = {}
        """By language."""

    def render(self, context: Any) -> str:
        language = get_language()
        if language not in self.said:
            self.said[language] = gettext(self.text).replace("%%", "%")
        return self.said[language]


@register.tag("trans")
@register.tag("translate")
def translate(parser: Any, token: Any) -> template.Node:
    node = i18n.do_translate(parser, token)
    wanted = node.filter_expression
    plain = isinstance(wanted.var.literal, str) and not wanted.filters
    if plain and not (node.noop or node.asvar or node.message_context):
        return TextNode(wanted.var.literal)
    return node
