"""Write out what stands in a list: strings put together, for a list has dozens of them."""

from collections.abc import Iterable
from html import escape

from django import template
from django.template.defaultfilters import capfirst, pluralize
from django.utils.safestring import mark_safe

from articles import dates
from entities.listed import Listed
from entities.rows import Stated
from entities.templatetags.knowledge import curled, entity_link
from entities.templatetags.statements import label_of, line_of

register = template.Library()

NOT_STATED = "not stated in the text"


@register.simple_tag
def article_items(articles: Iterable, level: int):
    return mark_safe("".join(article_item(article, level) for article in articles))


@register.simple_tag
def article_item(article, level: int):
    """What an article says of itself, under a heading of this level."""
    published = dates.in_words(article.published) if article.published else NOT_STATED
    return mark_safe(
        f'<li class="article-item">\n  <h{level}><a href="{article.get_absolute_url()}">'
        f"{escape(article.title)}</a></h{level}>\n"
        f'  <p class="meta">{genre_of(article)}Published: {escape(published)}.'
        f" Publisher: {escape(article.publisher or NOT_STATED)}.{naming(article)}</p>\n</li>\n"
    )


def genre_of(article) -> str:
    return f"{escape(capfirst(article.genre))}. " if article.genre else ""


def naming(article) -> str:
    """How many entities it names, where that was counted."""
    count = getattr(article, "entity_count", None)
    return "" if count is None else f" Names {count} entit{pluralize(count, 'y,ies')}."


@register.simple_tag
def statement_items(statements: Iterable[Stated]):
    """What each states, and the way to its quotes."""
    return mark_safe("".join(map(statement_item, statements)))


def statement_item(one: Stated) -> str:
    count, address = one.evidence_count, one.get_absolute_url()
    return (
        f'<li class="statement" id="{one.slug}">\n  <p class="statement-line">{line_of(one)}</p>\n'
        f'  <p class="statement-foot"><a href="{address}" aria-label="{label_of(one, count)}">'
        f"Show the {'quote' if count == 1 else f'{count} quotes'}</a></p>\n</li>"
    )


@register.simple_tag
def entity_rows(entities: Iterable[Listed]):
    """What each is, and how much there is to read of it."""
    return mark_safe("".join(map(entity_row, entities)))


def entity_row(entity: Listed) -> str:
    says = escape(curled(entity.description)) if entity.description else ""
    return (
        f'<tr><th scope="row">{entity_link(entity)}</th><td class="says">{says}</td>'
        f'<td class="figure">{entity.relationship_count}</td>'
        f'<td class="figure">{entity.article_count}</td></tr>\n  '
    )
