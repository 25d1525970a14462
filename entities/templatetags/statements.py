"""Write out what a statement rests on: strings put together, for a page has dozens of statements,
and each of them its quotes.
"""

from html import escape

from django import template
from django.template.defaultfilters import capfirst, pluralize
from django.utils.safestring import mark_safe

from articles import dates
from entities.claims import sentence
from entities.templatetags.knowledge import claim_badge, curled, entity_link, report_address

register = template.Library()

SHOWN_AT_ONCE = 2


@register.simple_tag(takes_context=True)
def statement_body(context, one):
    """The qualifiers and quotes of a statement, and what leads on from it."""
    return mark_safe(body_of(one, None, context["origin"]))


@register.simple_tag(takes_context=True)
def statements_of(context, entity, words, statements):
    """Statements about an entity in the same words, read from its side."""
    opening = escape(f"{capfirst(entity.in_sentence)} {words}")
    items = (
        f'<article class="statement" id="{one.slug}">\n    <h4 class="statement-line">{opening} '
        f"{linked(one.other(entity))} {claim_badge(one)}</h4>\n    "
        f"{body_of(one, None, context['origin'])}\n  </article>"
        for one in statements
    )
    return mark_safe("".join(items))


def line_of(one) -> str:
    """What a statement says, with its ends as links and what kind of claim it is."""
    return (
        f"{entity_link(one.subject)} {escape(one.type.label)} {linked(one.object)}"
        f" {claim_badge(one)}"
    )


def label_of(one, quotes: int) -> str:
    """What a link to a statement with so many quotes is called, apart from its sentence."""
    return f"{escape(sentence(one))}: {quotes} quote{pluralize(quotes)}"


def linked(entity) -> str:
    """As the name stands within a sentence."""
    return entity_link(entity, entity.in_sentence)


def body_of(one, here: int | None, origin: str) -> str:
    """It may be shown in the article `here`, of which some of its quotes are."""
    quotes = [quoted(quote, here, origin) for quote in one.quotes]
    return (
        f"{qualifiers_of(one)}{''.join(quotes[:SHOWN_AT_ONCE])}"
        f"{further(quotes[SHOWN_AT_ONCE:])}{foot(one, origin)}"
    )


@register.simple_tag(takes_context=True)
def quote_figure(context, quote):
    return mark_safe(quoted(quote, None, context["origin"]))


@register.simple_tag
def qualifiers(one):
    return mark_safe(qualifiers_of(one))


def qualifiers_of(one) -> str:
    items = "".join(
        f"<div><dt>{escape(each.get_key_display())}</dt><dd>{qualified(each)}</dd></div>\n"
        for each in one.qualified_by
    )
    return f'<dl class="qualifiers">\n{items}</dl>\n' if items else ""


def qualified(one) -> str:
    """What a qualifier says, with its remark beside a date; never nothing."""
    remark = escape(curled(one.remark)) if one.remark else ""
    if one.entity:
        return entity_link(one.entity) + remark
    if one.value:
        return escape(one.value) + remark
    if one.date:
        return escape(dates.in_words(one.date)) + (f" ({remark})" if remark else "")
    return remark or "Not stated in the text"


def quoted(quote, here: int | None, origin: str) -> str:
    """A quote in a figure, with where it stands; it may be of the article `here`."""
    article, passage = quote.article, quote.passage
    is_here = quote.article_id == here
    place = f", passage {passage.position}" if passage else ""
    return (
        f'<figure class="quote">\n  <blockquote{"" if is_here else cite(quote, origin)}'
        f"{language_of(article)}><p>“{escape(quote.quote)}”</p></blockquote>\n"
        f'  <figcaption>\n    <a href="{escape(quote.source_url)}">'
        f"{'This article' if is_here else escape(article.title)}</a>{place}{state_of(quote)}"
        "\n  </figcaption>\n</figure>\n"
    )


def cite(quote, origin: str) -> str:
    stands = quote.is_sound and quote.passage and quote.article.shows_full_text
    anchor = f"#{quote.passage.anchor}" if stands else ""
    return f' cite="{escape(f"{origin}{quote.article.get_absolute_url()}{anchor}")}"'


def language_of(article) -> str:
    if article.language in ("", "en"):
        return ""
    return f' lang="{escape(article.language)}" dir="auto"'


def state_of(quote) -> str:
    changed = "" if quote.is_sound else CHANGED
    if not quote.reads_as:
        return changed
    return (
        f'{changed}\n    <span class="reads-as">Read as: {escape(curled(quote.reads_as))}.</span>'
    )


CHANGED = (
    '\n    <span class="badge badge-changed"><span aria-hidden="true">↺</span> source changed'
    "</span> These words no longer stand there as they were quoted."
)


def further(quotes: list[str]) -> str:
    if not quotes:
        return ""
    number = f"{len(quotes)} more quote{'s' * (len(quotes) > 1)}"
    return (
        f'<details class="quotes">\n  <summary>{number}</summary>\n  {"".join(quotes)}</details>\n'
    )


def foot(one, origin: str) -> str:
    address = one.get_absolute_url()
    notes = "".join(
        f'\n  <a href="#{note.slug}">Curator’s note: {escape(note.get_verdict_display())}</a>'
        for note in one.curator_notes
    )
    return (
        f'<p class="statement-foot">\n  <a href="{address}">This statement</a>{notes}\n'
        f'  <a href="{report_address(origin, address)}">Report an error</a>\n</p>\n'
    )
