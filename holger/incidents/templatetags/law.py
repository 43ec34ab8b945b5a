"""Words of the law for templates: ``{{ rule.source|where }}`` is where it stands."""

from django import template

from holger.incidents.words import source_words

register = template.Library()
register.filter("where", source_words)
