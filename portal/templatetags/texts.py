"""Write out an article's text with its names linked: strings put together, for a corpus has a
million texts and each of them dozens of names.
"""

from collections.abc import Iterable
from html import escape

from django import template
from django.template.defaultfilters import capfirst, pluralize
from django.utils.safestring import mark_safe

from entities import marking
from entities.kinds import kind_of
from entities.templatetags.knowledge import kind_mark, link_opening

register = template.Library()


def linked(text: str, mentions: Iterable[tuple]) -> str:
    """A passage's text with its mentions as links; its text content stays the passage's text."""
    return "".join(
        escape(piece) if named is None else f"{link_opening(*named)}{escape(piece)}</a>"
        for piece, named in marking.cut(text, mentions)
    )


def in_element(name: str, passage, css: str = "") -> str:
    """A passage in an element that is found by its place in the text."""
    kind, text = f' class="{css}"' if css else "", linked(passage.text, passage.mentions)
    return f'<{name}{kind} id="p{passage.position}">{text}</{name}>'


def as_passage(passage) -> str:
    return "\n  " + in_element("h2" if passage.kind == "heading" else "p", passage)


def link_to(article) -> str:
    return f'<a href="{article.get_absolute_url()}">{escape(article.title)}</a>'


@register.simple_tag
def article_links(articles):
    return mark_safe("".join(f"<li>{link_to(one)}</li>" for one in articles))


@register.simple_tag
def sharing_articles(articles):
    """Articles with the number of entities that they share with this one."""
    items = (
        f'<li>{link_to(one)} <span class="meta">shares {n} entit{pluralize(n, "y,ies")}</span></li>'
        for one, n in articles
    )
    return mark_safe("".join(items))


@register.simple_tag
def names_of_kind(kind, names):
    """The entities of a kind that an article names, under the kind's word."""
    declared = kind_of(kind)
    word = capfirst(declared.label if len(names) == 1 else declared.plural)
    items = "".join(f"<li>{link_opening(*one.link)}{escape(one.called)}</a> {count_of(one)}</li>"
                    for one in names)  # fmt: skip
    return mark_safe(
        f'<h3 class="kind-head">{kind_mark(kind)} {escape(word)}</h3>\n'
        f'    <ul class="named">{items}</ul>'
    )


def count_of(named) -> str:
    """How often a text has a name, and where first."""
    count, first = named.mention_count, named.first
    if first:
        said = f"{escape(named.called)}: {count} mention{pluralize(count)}, first in passage"
        label = f' aria-label="{said} {first}"'
        return f'<a class="jump" href="#p{first}"{label}>{count} · passage {first}</a>'
    if count:
        return f'<span class="meta">{count}</span>'
    return '<span class="meta in-words">in other words; linked by a curator</span>'
