"""What a curator is shown of a given text before it is stored."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import Count
from django.utils.text import capfirst

from articles.intake.giving import Reading
from articles.models import LINKABLE, Article, ArticleVersion, Passage, PassageKind

# A form of more fields Django refuses; the passages of a longer text are told in ranges alone.
MOST_CHOSEN = 800
# A browser takes long over a page of more.
MOST_SHOWN = 5000
# By shorter ones, labels and greetings, two texts are not known to be the same.
TELLING = 80
MOST_TELLING = 100


@dataclass(frozen=True)
class Row:
    """A passage of the new text, or one of the former text that is in it no more.

    `position` is 0 for the latter; `state` is new, gone or empty.
    """

    text: str
    kind: str
    position: int = 0
    line: int | None = None
    proposed: str = ""
    reason: str = ""
    state: str = ""

    @property
    def is_left_out(self) -> bool:
        return self.kind not in LINKABLE

    @property
    def kind_label(self) -> str:
        return PassageKind(self.kind).label

    @property
    def proposed_label(self) -> str:
        return PassageKind(self.proposed).label


@dataclass(frozen=True)
class Warned:
    """Something to think of, about an article held or, where `article` is None, the text."""

    words: str
    article: Article | None = None


def rows_of(reading: Reading, kinds: Sequence[str], article: Article | None) -> list[Row]:
    """The passages in order; beside a former text, what is new in it and what is gone."""
    new = [
        Row(one.text, kind, position, one.line, one.kind, one.reason)
        for position, (one, kind) in enumerate(zip(reading.parsed.passages, kinds, strict=True), 1)
    ]
    if article is None:
        return new
    former = Passage.objects.current().of_articles([article.pk])
    gone = [Row(one.text, one.kind, state="gone") for one in former]
    return list(compared(gone, new))


def compared(gone: list[Row], new: list[Row]) -> Iterator[Row]:
    texts = [row.text for row in gone], [row.text for row in new]
    for tag, *spans in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        first, last, start, end = spans
        if tag == "equal":
            yield from new[start:end]
            continue
        yield from gone[first:last]
        yield from (Row(**vars(row) | {"state": "new"}) for row in new[start:end])


def warnings_of(reading: Reading, slug: str, article: Article | None) -> list[Warned]:
    lines = (line.partition(": ")[2] for line in reading.parsed.warnings)
    faults = [Warned(capfirst(line) + ".") for line in lines]
    taken = Article.objects.filter(slug=slug).exclude(pk=article and article.pk)
    return [
        *faults,
        *(Warned(f"The slug “{slug}” is taken already, by", one) for one in taken),
        *same_bytes(reading, article),
        *same_passages(reading, article),
    ]


def same_bytes(reading: Reading, article: Article | None) -> Iterator[Warned]:
    held = ArticleVersion.objects.filter(sha256=reading.source.sha256)
    for version in held.without_content().select_related("article"):
        if version.article_id != (article and article.pk):
            yield Warned("The same bytes are held already, as", version.article)
        elif version.is_current:
            yield Warned("The article holds these very bytes now: no text will change.")
        else:
            yield Warned("The article held these very bytes before: they will be current again.")


def same_passages(reading: Reading, article: Article | None) -> Iterator[Warned]:
    """Articles with at least half of the text's longer passages."""
    long = [one.text for one in reading.parsed.passages if len(one.text) >= TELLING]
    telling = list(dict.fromkeys(long))[:MOST_TELLING]
    shared = (
        Article.objects.filter(versions__is_current=True, versions__passages__text__in=telling)
        .exclude(pk=article and article.pk)
        .exclude(versions__sha256=reading.source.sha256)
        .annotate(shared=Count("versions__passages__text", distinct=True))
        .filter(shared__gte=max(1, len(telling) / 2))
        .defer("imported")
    )
    for one in shared:
        words = f"{one.shared} of the {len(telling)} longer passages stand already in"
        yield Warned(words, one)
