"""Write out where the articles name an entity: strings put together, for a page has dozens of
sentences, and each of them its names.
"""

from html import escape

from django import template
from django.utils.safestring import mark_safe

from articles import dates
from entities.figures.measures import written
from entities.templatetags.knowledge import entity_link, marked_pieces

register = template.Library()


@register.simple_tag(takes_context=True)
def appearance(context, one):
    """An article that names an entity, with the sentences that do."""
    address = one.article.get_absolute_url()
    return mark_safe(
        f'<article class="appearance">\n    <h3><a href="{address}">{escape(one.article.title)}</a>'
        f'<span class="on-paper" hidden> {escape(context["origin"])}{address}</span></h3>\n    '
        f"{told(one, address)}\n  </article>"
    )


@register.simple_tag
def companions(neighbours):
    """Entities with the number of passages that name them beside this one."""
    items = (
        f'<li>{entity_link(other)} <span class="count">{number}</span></li>'
        for other, number in neighbours
    )
    return mark_safe("".join(items))


def told(one, address: str) -> str:
    if one.sentences:
        at_once = sentences(one.article, one.at_once)
        return f"{heading(one)}\n    {at_once}{further(one)}{unshown(one, address)}"
    if one.mention_count:
        return f'<p class="meta">{mentions(one.mention_count)}. The text is not shown here.</p>'
    return '<p class="meta">Named in other words; linked by a curator.</p>'


def heading(one) -> str:
    published = one.article.published
    day = f" Published {escape(dates.in_words(published))}." if published else ""
    return f'<p class="meta">{mentions(one.mention_count)}.{day}</p>'


def mentions(count: int, more: str = "") -> str:
    return f"{written(count)} {more}mention{'' if count == 1 else 's'}"


def sentences(article, shown) -> str:
    language = f' lang="{escape(article.language)}"' if article.language else ""
    address = article.get_absolute_url()
    items = (
        f'<li><p class="sentence"{language} dir="auto">{marked_pieces(one.pieces)}</p> '
        f'<a href="{address}{escape(one.fragment)}">Passage {one.position}</a></li>\n'
        for one in shown
    )
    return f'<ul class="sentences">{"".join(items)}</ul>\n'


def further(one) -> str:
    if not one.more:
        return ""
    summary = mentions(one.more_mentions, "more ")
    return (
        f'    <details class="more-sentences"><summary>{summary}</summary>\n    '
        f"{sentences(one.article, one.more)}</details>\n"
    )


def unshown(one, address: str) -> str:
    count = one.unshown_mentions
    if not count:
        return ""
    stand = f"{mentions(count, 'further ')} stand{'s' if count == 1 else ''}"
    return f'    <p class="meta">{stand} in <a href="{address}">the article</a>.</p>'
