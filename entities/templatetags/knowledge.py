"""Show entities, claims, quotes and dates. The only place in which Python makes markup."""

import re
from functools import lru_cache
from urllib.parse import quote

from django import template
from django.conf import settings
from django.template.defaultfilters import stringfilter
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_info

from articles import dates
from entities import marking
from entities.claims import DOUBTS, doubts
from entities.figures.measures import opening, written
from entities.kinds import KINDS, kind_of
from entities.models import Verdict
from entities.pictures.marks import path_of

register = template.Library()

VERDICT_SIGNS = {"supported": "✓", "needs_context": "◐", "disputed": "◆", "unverified": "○"}


@register.simple_tag
def entity_link(entity, words=""):
    """An entity's name as a link that says its kind."""
    opening = link_opening(entity.slug, entity.kind, entity.name)
    return mark_safe(f"{opening}{conditional_escape(words or str(entity))}</a>")


# A page links many names, and the same ones again and again.
@lru_cache(maxsize=10_000)
def link_opening(slug: str, kind: str, name: str) -> str:
    """The tag that begins a link to an entity, and says its full name and its kind."""
    declared = kind_of(kind)
    title = escape(f"{name}, {declared.label}")
    return f'<a class="name {escape(declared.css)}" href="{entity_url(slug)}" title="{title}">'


def entity_url(slug: str) -> str:
    # Written out: a page links many names, and resolving each address would cost more than it.
    return f"/entities/{slug}/"


@register.simple_tag
@lru_cache(maxsize=100)
def kind_mark(kind):
    """The shape and letter of a kind, beside its word: decoration to a screen reader."""
    kind = kind_of(kind)
    return format_html(
        '<svg class="mark {}" viewBox="-13 -13 26 26" aria-hidden="true">'
        '<path d="{}"/><text y="4">{}</text></svg>',
        kind.css, path_of(kind.shape), kind.letter,
    )  # fmt: skip


@register.simple_tag
def picture_mark(kind, x, y, radius=10):
    """The shape and letter of a kind in a picture, about x, y."""
    kind = kind_of(kind)
    return format_html(
        '<g class="picture-mark {}" transform="translate({} {}) scale({})">'
        '<path d="{}"/><text text-anchor="middle" y="4">{}</text></g>',
        kind.css, units(x), units(y), units(radius / 10), path_of(kind.shape), kind.letter,
    )  # fmt: skip


@register.filter
def units(value):
    """A length in a picture, as exact as eyes can tell and no longer."""
    return (
        f"{value:.2f}".rstrip("0").rstrip(".")
        if abs(value) < 2
        else f"{value:.1f}".removesuffix(".0")
    )


@register.filter
def kind_label(slug):
    return kind_of(slug).label


@register.filter
def kind_plural(slug):
    return kind_of(slug).plural


@register.filter
def kind_preview(slug):
    """The picture that shows an entity elsewhere: that of its kind, while the code declares it."""
    return f"previews/{slug if slug in KINDS else 'entities'}.png"


@register.simple_tag
def marked_text(text, start, end):
    """The text with one stretch of it marked."""
    return marked_pieces(marking.cut(text, [(start, end, True)]))


@register.simple_tag
def marked_pieces(pieces):
    """A text in pieces, each with whether it is marked."""
    return mark_safe("".join(MARKED[bool(is_mark)] % escape(piece) for piece, is_mark in pieces))


MARKED = {True: "<mark>%s</mark>", False: "%s"}


@register.simple_tag
def claim_badge(relationship):
    """What kind of claim it is, unless it is simply reported, and whether its source changed."""
    return format_html_join(
        " ",
        '<span class="badge badge-{}"><span aria-hidden="true">{}</span> {}</span>',
        doubts(relationship),
    )


@register.simple_tag
def all_doubts():
    """What lines are drawn for, besides what is simply reported."""
    return DOUBTS


@register.simple_tag
def verdict_badge(verdict):
    return format_html(
        '<span class="badge badge-{}"><span aria-hidden="true">{}</span> {}</span>',
        verdict, VERDICT_SIGNS.get(verdict, ""), Verdict(verdict).label,
    )  # fmt: skip


@register.filter
def edtf(value):
    """A date as vague as its source, in words."""
    return dates.in_words(value) if value else ""


register.filter("number", written)
register.filter("opening", opening)

OPENING = re.compile(r"""(?<![^\s(["'“‘–—/-])["'](?=["']?\w)""")
OPENED = str.maketrans("\"'", "“‘")
CLOSED = str.maketrans("\"'", "”’")


@register.filter
@stringfilter
def curled(words):
    """A curator's words with the quotation marks of print; never for what an article says."""
    return OPENING.sub(lambda mark: mark[0].translate(OPENED), words).translate(CLOSED)


@register.filter
def language(code):
    """A language's name in English, or its code where that is not known."""
    try:
        return get_language_info(code)["name"]
    except KeyError:
        return code


@register.simple_tag(takes_context=True)
def report_url(context, path):
    """A mail to the curators, with the address of what is wrong in its subject."""
    return mark_safe(report_address(context["origin"], path))


def report_address(origin: str, path: str) -> str:
    subject = quote(f"Error: {origin}{path}", safe="")
    return f"mailto:{settings.PORTAL_CONTACT}?subject={subject}"
