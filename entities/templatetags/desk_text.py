"""Show a passage as the article desk lays it out; its text content stays the passage's text."""

from itertools import groupby

from django import template
from django.utils.html import escape
from django.utils.safestring import mark_safe

from entities.desk.article.laying import Piece, Span, Stretch
from entities.desk.article.reading import LaidOut, anchor
from entities.models import MentionStatus

register = template.Library()

# The ones that readers see come first: their look is the one that shows.
STANDING = (MentionStatus.ACCEPTED, MentionStatus.FOUND, MentionStatus.AMBIGUOUS)


@register.simple_tag
def laid_out(one: LaidOut):
    # Joined by hand: a long article has tens of thousands of pieces.
    return mark_safe("".join(stretch_of(one, stretch) for stretch in one.stretches))


def stretch_of(one: LaidOut, stretch: Stretch) -> str:
    runs = groupby(stretch.pieces, key=lambda piece: piece.quotes)
    inside = "".join(run_of(list(pieces)) for _, pieces in runs)
    if not stretch.number:
        return inside
    return (
        f'<span class="sentence" id="{anchor(one.passage, stretch.number)}" tabindex="-1" '
        f'data-start="{stretch.start}" data-end="{stretch.end}">{inside}</span>'
    )


def run_of(pieces: list[Piece]) -> str:
    """Pieces over which the same quotes lie."""
    inside = "".join(map(piece_of, pieces))
    return quote_of(pieces[-1], inside) if pieces[-1].quotes else inside


def piece_of(piece: Piece) -> str:
    inside = str(escape(piece.text))
    for name in piece.names:
        inside = name_of(name, inside)
    return inside


def name_of(name: Span, inside: str) -> str:
    start, end, mentions = name
    shown = min(mentions, key=lambda one: place_among(one.status))
    keys = " ".join(f"{one.pk}:{one.entity_id}:{one.status}" for one in mentions)
    return (
        f'<span class="mention is-{shown.status} {shown.entity.kind_info.css}" '
        f'title="{escape(in_words(mentions))}" data-start="{start}" data-end="{end}" '
        f'data-mentions="{keys}">{inside}</span>'
    )


def place_among(status: str) -> int:
    return STANDING.index(status) if status in STANDING else len(STANDING)


def in_words(mentions: list) -> str:
    return "; ".join(
        f"{one.entity}, {one.entity.kind_info.label}: {one.get_status_display()}"
        for one in mentions
    )


def quote_of(piece: Piece, inside: str) -> str:
    """How many quotes lie one over the other shows by the tone; where one ends, its number."""
    numbers = sorted({number for _, _, number in piece.quotes})
    ending = sorted({number for _, _, number in piece.ending})
    ends = f' data-ending="{", ".join(map(str, ending))}"' if ending else ""
    depth = min(len(numbers), 3)
    return (
        f'<mark class="quoted depth-{depth}" '
        f'data-statements="{" ".join(map(str, numbers))}"{ends}>{inside}</mark>'
    )
