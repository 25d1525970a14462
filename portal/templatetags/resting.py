"""Write out an article's text with marks beside it, and the statements that they lead to: strings
put together, for a page has dozens of both.
"""

from html import escape

from django import template
from django.template.defaultfilters import pluralize
from django.utils.safestring import mark_safe

from entities.claims import sentence
from entities.templatetags.statements import body_of, line_of

register = template.Library()


@register.simple_tag
def text_with_marks(pieces):
    """The text in pieces, each with the marks that stand after it."""
    return mark_safe("".join(html + (marks_here(marks) if marks else "") for html, marks in pieces))


@register.simple_tag
def marks_here(marks):
    """The numbers of the statements that a passage bears out."""
    count = f"{len(marks)} statement{pluralize(len(marks))}"
    return mark_safe(
        f'  <p class="here" lang="en" dir="ltr"><span class="here-label">{count}</span>'
        f"{''.join(map(mark_of, marks))}</p>"
    )


def mark_of(mark) -> str:
    one, number = mark.statement, mark.number
    words = "".join(f"{start} {end} " for start, end in mark.spans)
    return (
        f' <a href="#{one.slug}" aria-label="Statement {number}" title="{escape(sentence(one))}"'
        f' data-words="{words}">{number}</a>'
    )


@register.simple_tag(takes_context=True)
def resting_statements(context, article, resting):
    """The statements that rest on an article, each with its number in the margin."""
    return mark_safe("".join(statement(one, article.pk, context["origin"]) for one in resting))


def statement(resting, article: int, origin: str) -> str:
    one = resting.statement
    return (
        f'<article class="statement resting" id="{one.slug}">\n  <h3 class="statement-line">'
        f'<span class="numeral">{resting.number}</span> {line_of(one)}</h3>\n  '
        f"{back(resting.passages)}\n  {body_of(one, article, origin)}\n</article>\n"
    )


def back(passages: list) -> str:
    """The way back to the passages that bear it out."""
    if not passages:
        return ""
    words = ["Passage", *["passage"] * (len(passages) - 1)]
    links = (
        f'<a href="#{one.anchor}"><span>{word} </span>{one.position}</a>'
        for word, one in zip(words, passages, strict=True)
    )
    return f'<p class="back">{", ".join(links)}</p>'
