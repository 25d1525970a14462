"""Put a quote where a curator selected it, to the character."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from articles.models import Article, Passage
from articles.whitespace import fold
from entities import anchoring, checking
from entities.anchoring import Place
from entities.quoting import Found, find_quote, has_words

FOUND_AGAIN = (
    "The article was imported anew while you worked. The quote was found again in its context."
)
IMPORTED_ANEW = (
    "The article was imported anew while you worked, and these words no longer stand there as "
    "they did. Select them again, or another sentence: the rest of the form is as you left it."
)


@dataclass(frozen=True)
class Selected:
    """What the page said of a selection: the version it showed, and offsets into a passage."""

    version: str
    passage: int
    start: int
    end: int


@dataclass(frozen=True)
class Placed:
    """Where the quote stands now; `is_moved` where the article changed since the page was read."""

    found: Found
    is_moved: bool = False


def place_quote(
    quote: str, article: Article, selected: Selected | None, number: int | None = None
) -> Placed:
    """The one place of a quote; ValidationError says what is wrong, and what stands close.

    Where nothing was selected, `number` is the passage to look in.
    """
    shown = selected and passage_shown(article, selected)
    if not has_words(quote) or not shown or not is_there(quote, shown, selected):
        return Placed(find_quote(quote, article, number))
    passages = checking.current_passages([article.pk])[article.pk]
    if shown.version.is_current:
        return Placed(found_at(passages, shown, selected, quote))
    return Placed(found_again(passages, shown, selected), is_moved=True)


def passage_shown(article: Article, selected: Selected) -> Passage | None:
    """The passage that the curator saw, in whichever version that was."""
    passages = Passage.objects.linkable().filter(
        version__article=article, version__sha256=selected.version, position=selected.passage
    )
    return passages.select_related("version").defer("version__content").first()


def is_there(quote: str, passage: Passage, selected: Selected) -> bool:
    """A browser sends line breaks of its own; without its script, the words may be others."""
    words = passage.text[selected.start : selected.end]
    return bool(words.strip()) and fold(words).text == fold(quote).text


def found_at(passages: list[Passage], shown: Passage, selected: Selected, quote: str) -> Found:
    index = next(i for i, one in enumerate(passages) if one.pk == shown.pk)
    everywhere = anchoring.locate(quote, [one.text for one in passages])
    place = Place(index, selected.start, selected.end)
    return Found(passages[index], place, len(everywhere) > 1)


def found_again(passages: list[Passage], shown: Passage, selected: Selected) -> Found:
    selector = anchoring.select(shown.text, selected.start, selected.end)
    former = list(shown.version.passages.linkable().values_list("text", flat=True))
    answer = anchoring.anchor(selector, [one.text for one in passages], former)
    if answer.place is None:
        raise ValidationError(IMPORTED_ANEW)
    return Found(passages[answer.place.index], answer.place, answer.is_repeated)
