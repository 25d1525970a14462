"""Find the place of a quote that a curator gives, or say what is wrong with it.

Keyboards have straight quotes, hyphens and ordinary spaces: they are taken for the article's own
characters, and the article's own are what is kept.
"""

import unicodedata
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from articles.comparing import compare_words, in_words
from articles.models import Article, Passage
from articles.whitespace import fold
from entities import anchoring, checking
from entities.anchoring import Place
from entities.resembling import propose

# What is typed for what is printed; a soft hyphen and its like are not seen, so not typed.
TYPED = (
    dict.fromkeys("‘’‚‛′ʼ`´", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"…": "..."}
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")
)
NO_WORDS = "A quote has at least one letter or digit."


@dataclass(frozen=True)
class Found:
    """The one place of a quote; `is_repeated` where the same words stand elsewhere too."""

    passage: Passage
    place: Place
    is_repeated: bool

    @property
    def quote(self) -> str:
        return self.passage.text[self.place.start : self.place.end]


def find_quote(quote: str, article: Article, number: int | None = None) -> Found:
    """Find the quote in the article's current version; ValidationError says what is wrong.

    `number` is the position of the passage to look in, where several hold the quote.
    """
    if not has_words(quote):
        raise ValidationError(NO_WORDS, code="wordless")
    passages = checking.current_passages([article.pk])[article.pk]
    everywhere = recognise(quote, [passage.text for passage in passages])
    if not everywhere:
        raise ValidationError(why_absent(quote, article, passages), code="absent")
    numbers = [passages[place.index].position for place in everywhere]
    places = [
        place
        for place, position in zip(everywhere, numbers, strict=True)
        if number in (None, position)
    ]
    if len(places) == 1:
        return Found(passages[places[0].index], places[0], len(everywhere) > 1)
    raise ValidationError(why_unclear(numbers, number), code="unclear")


def has_words(quote: str) -> bool:
    return any(sign.isalnum() for sign in quote)


def recognise(quote: str, texts: list[str]) -> list[Place]:
    """Every place of the quote: as it is given, or else as a keyboard would write the texts."""
    typed = typed_form(quote)
    if not typed:
        return []
    return anchoring.locate(quote, texts) or [
        Place(index, *span) for index, text in enumerate(texts) for span in spans_of(typed, text)
    ]


def typed_form(quote: str) -> str:
    return as_typed(fold(unicodedata.normalize("NFC", quote)).text)[0].strip()


def spans_of(typed: str, text: str) -> list[tuple[int, int]]:
    folded = fold(text)
    plain, origins = as_typed(folded.text)
    found = anchoring.occurrences(typed, plain)
    spans = [(origins[start], origins[start + len(typed) - 1] + 1) for start in found]
    # Of one sign typed as three, a quote may end on any: it is the same place.
    return [folded.original_span(*span) for span in dict.fromkeys(spans)]


def as_typed(text: str) -> tuple[str, list[int]]:
    """The text as a keyboard would write it, and where each of its characters comes from."""
    signs = [(sign, offset) for offset, char in enumerate(text) for sign in TYPED.get(char, char)]
    return "".join(sign for sign, _ in signs), [offset for _, offset in signs]


def why_absent(quote: str, article: Article, passages: list[Passage]) -> str:
    left_out = Passage.objects.current().of_articles([article.pk]).exclude(
        pk__in=[passage.pk for passage in passages]
    )  # fmt: skip
    for passage in left_out:
        if recognise(quote, [passage.text]):
            return (
                f"The quote stands in passage {passage.position}, which is a "
                f"{passage.get_kind_display()} and carries no evidence."
            )
    closest = propose(quote, "", "", [passage.text for passage in passages], [])
    if not closest:
        return "The quote does not stand in the article, nor anything close to it."
    passage = passages[closest[0].place.index]
    return (
        f"The quote does not stand in the article. The closest passage is {passage.position}: "
        f"“{closest[0].words}”. The difference: {differing(quote, closest[0].words)} "
        "(in brackets: yours → the article’s)."
    )


def differing(quote: str, words: str) -> str:
    """The difference in plain text, but for what a keyboard writes otherwise."""
    return in_words(compare_words(typed_form(quote), typed_form(words)))


def why_unclear(numbers: list[int], number: int | None) -> str:
    listed = ", ".join(str(one) for one in sorted(set(numbers)))
    if number is not None and number not in numbers:
        return f"The quote does not stand in passage {number}. It stands in: {listed}."
    if number is None and len(set(numbers)) > 1:
        return (
            f"The quote stands in several passages: {listed}. Give the number of one, or quote "
            "more words."
        )
    return f"The quote stands more than once in passage {listed}. Quote more words around it."
