"""A text of a course in one of its languages, whatever language the page is in."""

from django import template

from holger.core.words import say as said

register = template.Library()


@register.simple_tag
def say(words: dict[str, str], language: str) -> str:
    return said(words, language)
