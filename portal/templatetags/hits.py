"""Write out what a search finds: strings put together, for a page has dozens of hits."""

from collections.abc import Sequence
from html import escape

from django import template
from django.template.defaultfilters import capfirst, pluralize
from django.utils.safestring import mark_safe

from articles import dates
from entities.figures.measures import written
from entities.kinds import kind_of
from entities.listed import Listed
from entities.templatetags.knowledge import (
    curled,
    entity_link,
    kind_mark,
    marked_pieces,
)
from entities.templatetags.statements import label_of, line_of
from portal.search.answering import ArticleHit, StatementHit
from portal.search.showing import Found

register = template.Library()

LIST = '<ol class="plain hits">'
BOUNDARY = '<p class="boundary">These hold only some of the words.</p>\n'
DESCRIBED_BY = '<span class="whose">Curator’s description</span>'


@register.simple_tag
def article_hits(hits: Sequence[ArticleHit], boundary: int):
    """The articles found; below a line, from `boundary` on, those that hold only some words. The
    line stands where they begin: on a page before this one, if `boundary` is less than nought."""
    items = [f"\n{article_hit(hit)}\n" for hit in hits]
    whole = max(0, boundary)
    line = BOUNDARY if boundary >= 0 else ""
    lists = [(LIST, items[:whole]), (line + LIST, items[whole:])]
    written_out = [opening + "".join(some) for opening, some in lists if some]
    return mark_safe("</ol>\n".join(written_out) + "\n</ol>")


def article_hit(hit: ArticleHit) -> str:
    article, passage, pieces = hit.article, hit.passage, marked_pieces(hit.pieces)
    is_title = passage and passage.kind == "title" and passage.text == article.title
    head, excerpt = (pieces, "") if is_title else (escape(article.title), excerpt_of(hit, pieces))
    return (
        f'<li class="hit">\n  <h3><a href="{escape(hit.url)}">{head}</a></h3>\n  {excerpt}\n'
        f'  <p class="meta">{place_of(passage)}{origin_of(article)}</p>\n  {naming(hit)}\n</li>'
    )


def excerpt_of(hit: ArticleHit, pieces: str) -> str:
    if not pieces:
        return ""
    language = hit.article.language and f' lang="{escape(hit.article.language)}"'
    words = f"“{pieces}”" if hit.passage.kind == "quote" else pieces
    return f'<p class="passage"{language}>{words}</p>'


def place_of(passage) -> str:
    if passage is None:
        return ""
    if passage.kind == "quote":
        return "Of this article only quotes are shown. "
    return f"Passage {passage.position}. "


def origin_of(article: Found) -> str:
    published = dates.in_words(article.published) if article.published else "Date not stated"
    return f"{escape(published)}. {escape(article.publisher or 'Publisher not stated')}."


def naming(hit: ArticleHit) -> str:
    names = ", ".join(map(entity_link, hit.named))
    return f'<p class="meta">Names {names}</p>' if names else ""


@register.simple_tag
def entity_card(card: Listed):
    """An entity with what it is, and with how much there is to read of it."""
    articles, statements = card.article_count, card.relationship_count
    return mark_safe(
        f'<li class="entity-card">\n  <h3>{kind_mark(card.kind)} {entity_link(card)}</h3>\n'
        f'  <p class="meta">{kind_and_name(card)}</p>\n  {described(card)}\n'
        f'  <p class="meta counts">{written(articles)} article{pluralize(articles)},'
        f" {written(statements)} statement{pluralize(statements)}</p>\n</li>"
    )


def kind_and_name(card: Listed) -> str:
    kind = escape(capfirst(kind_of(card.kind).label))
    is_short = card.short_name not in ("", card.name)
    return f"{kind}: {escape(card.name)}" if is_short else kind


def described(card: Listed) -> str:
    if not card.description:
        return ""
    return f'<p class="says">{escape(curled(card.description))} {DESCRIBED_BY}</p>'


@register.simple_tag(takes_context=True)
def statement_hit(context, hit: StatementHit):
    """A statement with the quote that answers best, and the way to the others."""
    one = hit.statement
    return mark_safe(
        f'<article class="statement statement-found" id="{one.slug}">\n'
        f'  <h3 class="statement-line">{line_of(one)}</h3>\n'
        f'  {quoted(hit, context["origin"])}\n  <p class="statement-foot">{all_quotes(one)}</p>\n'
        "</article>"
    )


def quoted(hit: StatementHit, origin: str) -> str:
    quote, article = hit.quote, hit.quote.article
    place = f", passage {quote.passage.position}" if quote.passage else ""
    return (
        f'<figure class="quote">\n'
        f'    <blockquote cite="{escape(origin)}{article.get_absolute_url()}">'
        f"<p>“{marked_pieces(hit.pieces)}”</p></blockquote>\n"
        f'    <figcaption><a href="{escape(quote.source_url)}">{escape(article.title)}</a>{place}'
        "</figcaption>\n  </figure>"
    )


def all_quotes(one) -> str:
    count = len(one.quotes)
    words = f"All {count} quotes" if count > 1 else "This statement"
    return f'<a href="{one.get_absolute_url()}" aria-label="{label_of(one, count)}">{words}</a>'
