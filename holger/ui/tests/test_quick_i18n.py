"""The short way of ``{% translate %}`` says what Django's own says."""

import pytest
from django.core.checks import Tags, run_checks
from django.template import Context, Engine
from django.utils.translation import override

OURS = Engine(libraries={"i18n": "holger.ui.templatetags.quick_i18n"})
DJANGOS = Engine(libraries={"i18n": "django.templatetags.i18n"})
TEXTS = [
    '{% translate "Save" %}',
    "{% trans 'Save' %}",
    '{% translate "No such text <b>& \\"more\\"</b>" %}',
    '{% translate "100 % of %s" %}',
    '{% translate "" %}',
    '{% translate "Save" as said %}[{{ said }}]',
    '{% translate "Save" noop %}',
    '{% translate "Save" context "ship" %}',
    '{% translate "Save"|upper %}',
    "{% translate word %}",
    "{% translate word|lower %}",
    "{% blocktranslate %}Save {{ word }}{% endblocktranslate %} {% get_current_language as now %}{{ now }}",
    '{{ _("Save") }} {{ "da"|language_name }}',
]


@pytest.mark.parametrize("text", TEXTS)
def test_it_says_what_djangos_own_says(text):
    ours, djangos = (each.from_string("{% load i18n %}" + text) for each in (OURS, DJANGOS))
    for language in ("en", "da", "en", "da"):  # what was said once is said again in another language
        with override(language):
            context = {"word": "<Save>"}
            assert ours.render(Context(context)) == djangos.render(Context(context))


def test_a_text_is_said_in_the_readers_language():
    page = OURS.from_string('{% load i18n %}{% translate "Save" %}')
    said = []
    for language in ("en", "da"):
        with override(language):
            said.append(page.render(Context()))
    assert said == ["Save", "Gem"]


def test_templates_are_read_with_it():
    assert (
        Engine.get_default().template_libraries["i18n"].tags["translate"].__module__
        == "holger.ui.templatetags.quick_i18n"
    )


def test_only_this_library_stands_in_for_another():
    """Django's own check is silenced for it, and would say nothing of a second one."""
    doubles = [found.msg for found in run_checks(tags=[Tags.templates]) if found.id == "templates.W003"]
    assert len(doubles) == 1
    assert "'i18n'" in doubles[0]
