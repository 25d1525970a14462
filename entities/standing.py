"""Say where a quote stands now, by the versions of its article. Moves nothing to a look-alike."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet

from articles.models import ArticleVersion, Passage
from articles.whitespace import fold
from entities import anchoring
from entities.anchoring import Answer
from entities.models import Evidence, EvidenceState

Spelled = tuple[int, int, str]


@dataclass(frozen=True)
class Texts:
    """What quotes are looked for in: the current passages by article, and those of versions that
    are not current and still hold some of the evidence, by version; when versions came, by
    article. `spelled` has every quote by statement and article, as it is written."""

    current: dict[int, list[Passage]]
    former: dict[int, list[str]]
    imported: dict[int, list[datetime]]
    spelled: set[Spelled]


def texts_of(evidence: Collection[Evidence]) -> Texts:
    ids = {one.article_id for one in evidence}
    former = {one.passage.version_id for one in evidence if one.passage}
    imported = defaultdict(list)
    for article, day in ArticleVersion.objects.filter(article__in=ids).values_list(
        "article", "imported_at"
    ):
        imported[article].append(day)
    return Texts(
        passages_of(Passage.objects.current(), ids),
        texts_by_version(Passage.objects.filter(version__in=former, version__is_current=False)),
        imported,
        set(map(spelled, evidence)),
    )


def spelled(evidence: Evidence) -> Spelled:
    return evidence.relationship_id, evidence.article_id, evidence.quote


def current_passages(article_ids: Iterable[int]) -> dict[int, list[Passage]]:
    """The passages that may carry evidence, by article."""
    return passages_of(Passage.objects.current().linkable(), article_ids)


def passages_of(passages: QuerySet, article_ids: Iterable[int]) -> dict[int, list[Passage]]:
    grouped = defaultdict(list)
    passages = passages.of_articles(article_ids).select_related("version")
    for passage in passages.defer("version__content"):
        grouped[passage.version.article_id].append(passage)
    return grouped


def texts_by_version(passages: QuerySet) -> dict[int, list[str]]:
    """The texts of whole versions: a look-alike in what was left out is a look-alike too."""
    texts = defaultdict(list)
    for version, text in passages.values_list("version", "text"):
        texts[version].append(text)
    return texts


def find_again(evidence: Evidence, passages: list[Passage], held: Texts) -> Answer:
    texts = [passage.text for passage in passages]
    everything = held.current[evidence.article_id]
    left_out = [passage.text for passage in everything if not passage.is_linkable]
    if evidence.passage is None:
        return first_answer(evidence, texts)
    if evidence.passage.version.is_current:
        return answer_in_place(evidence, passages, left_out)
    former = held.former.get(evidence.passage.version_id, ())
    answer = anchoring.anchor(selector_of(evidence), texts, former, left_out)
    if answer.place is None or is_followed(evidence, passages[0].version, held):
        return answer
    if has_come_back(evidence, texts[answer.place.index]):
        return answer
    return replace(answer, state="needs_person", place=None)


def is_followed(evidence: Evidence, current: ArticleVersion, held: Texts) -> bool:
    """Whether it was ok until now, and no version stands between its own and the current one."""
    since, now = evidence.passage.version.imported_at, current.imported_at
    between = [day for day in held.imported[evidence.article_id] if since < day < now]
    return evidence.state == EvidenceState.OK and not between


def selector_of(evidence: Evidence) -> anchoring.Selector:
    return anchoring.Selector(evidence.quote, evidence.before, evidence.after)


def answer_in_place(evidence: Evidence, passages: list[Passage], left_out: list[str]) -> Answer:
    """In the very bytes it was put to, a quote stands where it was put, and nowhere else.

    A passage that a curator has since left out of the article takes its quotes along.
    """
    texts = [passage.text for passage in passages]
    selector = selector_of(evidence)
    numbers = {passage.pk: number for number, passage in enumerate(passages)}
    number = numbers.get(evidence.passage_id)
    start, end = evidence.start, evidence.end
    if number is None or not anchoring.stands_at(evidence.quote, texts[number], start, end):
        answer = anchoring.anchor(selector, texts, (), left_out)
        state = "broken" if answer.state == "broken" else "needs_person"
        return replace(answer, state=state, place=None)
    is_repeated = len(anchoring.locate(evidence.quote, texts)) > 1
    place = anchoring.Place(number, start, end)
    return Answer("ok", place, is_repeated, selector, texts)


def has_come_back(evidence: Evidence, found: str) -> bool:
    """Rarely asked, since only of what was lost: so the other versions are read only here."""
    others = Passage.objects.of_articles([evidence.article_id]).filter(version__is_current=False)
    versions = list(texts_by_version(others).values())
    return anchoring.has_come_back(selector_of(evidence), evidence.passage.text, found, versions)


def first_answer(evidence: Evidence, texts: list[str]) -> Answer:
    """The answer for a quote that was never placed: only a single occurrence is beyond doubt.

    One that an earlier version held twice, or in another passage, might have been meant for that.
    """
    answer = anchoring.anchor(anchoring.Selector(evidence.quote), texts)
    places = anchoring.locate(evidence.quote, texts)
    if len(places) != 1:
        state = "needs_person" if places else answer.state
        return replace(answer, state=state, place=None, is_repeated=len(places) > 1)
    others = Passage.objects.of_articles([evidence.article_id]).filter(version__is_current=False)
    earlier = texts_by_version(others.linkable()).values()
    if any(holds_elsewhere(held, evidence.quote, texts[places[0].index]) for held in earlier):
        return replace(answer, state="needs_person", place=None)
    return replace(answer, state="ok", place=places[0])


def holds_elsewhere(texts: list[str], quote: str, passage: str) -> bool:
    """Whether a version holds the quote more than once, or in a passage with another text."""
    places = anchoring.locate(quote, texts)
    passages = {fold(texts[place.index]).text.strip() for place in places}
    return len(places) > 1 or bool(passages - {fold(passage).text.strip()})
