from django import template

from holger.evidence.words import period

register = template.Library()
register.filter("period", period)
