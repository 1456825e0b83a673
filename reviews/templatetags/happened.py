"""Events in words, for templates."""

from django import template

from reviews.telling import happened

register = template.Library()
register.filter("in_words", happened.in_words)
