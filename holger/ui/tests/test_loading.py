"""A place in a template says what Django would say there."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.template import Context, Template, engines
from django.template.base import VariableNode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy, override

from holger.ui.loading import Said

UI = Path(__file__).parents[1] / "templates"


class Word(str):
    """A text with more to it, as choices are."""


VALUES = [
    "<b>Æ & 'Ø'</b>", "", SafeString("<b>ok</b>"), mark_safe("&amp;"), Word("<i>"), 12345, -0.5, Decimal("1234.50"), True, None,
    date(2026, 11, 28), datetime(2026, 11, 28, 23, 30, tzinfo=UTC), gettext_lazy("January"), ["<"], {"a": "<"},
]  # fmt: skip


def quick(template):
    for node in template.nodelist.get_nodes_by_type(VariableNode):
        node.__class__ = Said
    return template


@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize(
    "source",
    [
        "{{ it }}",
        "{{ it|default:'<none>' }}",
        "{{ it|safe }}",
        "{% autoescape off %}{{ it }}{% endautoescape %}",
        "{{ nothing.here }}",
    ],
)
def test_a_place_says_what_django_would_say(source, language, value):
    with override(language):
        said = quick(Template(source)).render(Context({"it": value}))
        assert said == Template(source).render(Context({"it": value}))


def test_every_place_in_every_template_is_one():
    names = [path.relative_to(UI).as_posix() for path in UI.rglob("*.html")]
    kinds = {
        type(node)
        for name in names
        for node in engines["django"].get_template(name).template.nodelist.get_nodes_by_type(VariableNode)
    }
    assert kinds == {Said}


def test_a_template_is_read_once():
    loader = engines["django"].engine.template_loaders[0]
    assert loader.get_template("ui/base.html") is loader.get_template("ui/base.html")
