"""What the article desk shows of an article: its passages laid out, and what rests on them."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

from articles.models import Article, ArticleVersion, Passage, PassageKind
from articles.sentences import sentences
from entities.desk.article.laying import Span, Stretch, lay_out, number_at
from entities.models import Entity, Evidence, Mention, Relationship

SHOWN_OF_ENTITY = ("slug", "kind", "name", "short_name")


@dataclass(frozen=True)
class LaidOut:
    """A passage of the article proper, with its sentences."""

    passage: Passage
    sentences: list[tuple[int, int]]
    names: list[Span]
    stretches: list[Stretch]

    def anchor_at(self, offset: int) -> str:
        return anchor(self.passage, number_at(self.sentences, offset))


@dataclass
class Rests:
    """A statement and its quotes from this article; `number` counts from the top of the text."""

    number: int
    statement: Relationship
    quotes: list[tuple[Evidence, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Text:
    """All that the screen shows of an article; passages that are left out are not laid out."""

    version: ArticleVersion | None
    passages: list[tuple[Passage, LaidOut | None]]
    resting: list[Rests]

    @property
    def has_title(self) -> bool:
        return any(passage.kind == PassageKind.TITLE for passage, _ in self.passages)

    def named(self) -> list[Entity]:
        """All that is named in the text, each once."""
        return list({
            mention.entity_id: mention.entity
            for _, laid in self.passages if laid
            for _, _, mentions in laid.names
            for mention in mentions
        }.values())  # fmt: skip


def anchor(passage: Passage, number: int) -> str:
    return f"{passage.anchor}-s{number}"


def read(article: Article) -> Text:
    version = article.versions.current().without_content().first()
    passages = list(version.passages.all()) if version else []
    evidence = evidence_of(article)
    laid = laid_out(article, [one for one in passages if one.is_linkable], evidence)
    by_key = {one.passage.pk: one for one in laid}
    return Text(version, [(one, by_key.get(one.pk)) for one in passages], resting(evidence, by_key))


def names_in(passages: list[Passage]) -> dict[int, list[Span]]:
    """By passage, each stretch that names something with all its mentions: one, or rivals."""
    rows = (
        Mention.objects.filter(passage__in=[one.pk for one in passages])
        .select_related("entity")
        .only("passage", "start", "end", "status", *(f"entity__{name}" for name in SHOWN_OF_ENTITY))
        .order_by("passage_id", "start", "entity_id")
    )
    names = defaultdict(list)
    for (passage, start, end), group in groupby(rows, attrgetter("passage_id", "start", "end")):
        names[passage].append((start, end, list(group)))
    return names


def evidence_of(article: Article) -> list[Evidence]:
    """The quotes from the article in the order in which they stand there, those lost at the end."""
    evidence = Evidence.objects.filter(article=article).select_related(
        "passage__version", "relationship__subject", "relationship__type", "relationship__object"
    )
    evidence = evidence.defer("passage__version__content")
    return sorted(evidence, key=lambda one: (not stands(one), place_of(one), one.pk))


def place_of(evidence: Evidence) -> tuple[int, int]:
    return (evidence.passage.position, evidence.start) if evidence.passage else (0, 0)


def stands(evidence: Evidence) -> bool:
    """Whether the quote is found in the text that the screen shows."""
    passage = evidence.passage
    return bool(
        evidence.is_sound and passage and passage.version.is_current and passage.is_linkable
    )


def numbered(evidence: list[Evidence]) -> dict[int, int]:
    """Each statement's number, by its key."""
    keys = dict.fromkeys(one.relationship_id for one in evidence)
    return {key: number for number, key in enumerate(keys, 1)}


def laid_out(article: Article, passages: list[Passage], evidence: list[Evidence]) -> list[LaidOut]:
    numbers, quotes = numbered(evidence), defaultdict(list)
    for one in filter(stands, evidence):
        quotes[one.passage_id].append((one.start, one.end, numbers[one.relationship_id]))
    names = names_in(passages)
    return [
        lay_out_passage(passage, article.language, names[passage.pk], quotes[passage.pk])
        for passage in passages
    ]


def lay_out_passage(
    passage: Passage, language: str, names: list[Span], quotes: list[Span]
) -> LaidOut:
    spans = sentences(passage.text, language)
    return LaidOut(passage, spans, names, list(lay_out(passage.text, spans, names, quotes)))


def resting(evidence: list[Evidence], by_passage: dict[int, LaidOut]) -> list[Rests]:
    """The statements that rest on the article, each with its quotes and where they stand."""
    rests = {key: Rests(number, None) for key, number in numbered(evidence).items()}
    for one in evidence:
        held = rests[one.relationship_id]
        held.statement = one.relationship
        where = by_passage[one.passage_id].anchor_at(one.start) if stands(one) else ""
        held.quotes.append((one, where))
    return list(rests.values())
