"""Keep evidence at the words it was put to. Moves nothing to a look-alike."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from articles.batching import in_batches
from articles.models import Article, ArticleVersion, Passage
from entities import anchoring
from entities.anchoring import Answer
from entities.announcing import announce, of_evidence
from entities.following import follow_anchors
from entities.models import Evidence, EvidenceState
from entities.resembling import Proposal

SELECTORS = [
    "passage", "quote", "before", "after", "start", "end", "version_sha256", "state", "is_repeated",
]  # fmt: skip


def check_all(
    progress: Callable[[Iterable], Iterable] = iter, articles: QuerySet | None = None
) -> int:
    """Check the evidence of these articles, or of all; the number of quotes that changed."""
    articles = Article.objects.all() if articles is None else articles
    holding = articles.filter(evidence__isnull=False).order_by("pk").values_list("pk", flat=True)
    return sum(check_articles(batch) for batch in progress(in_batches(list(holding.distinct()))))


@transaction.atomic
def check_articles(article_ids: list[int]) -> int:
    """Find each quote of these articles again; the number that changed."""
    evidence = Evidence.objects.filter(article__in=article_ids).select_related("passage__version")
    evidence = list(evidence.defer("passage__version__content"))
    texts = texts_of(evidence)
    quotes = {one.pk: one.quote for one in evidence}
    changed = [one for one in evidence if check(one, texts)]
    Evidence.objects.bulk_update(changed, SELECTORS, batch_size=500)
    announce(**of_evidence(one for one in changed if one.quote != quotes[one.pk]))
    return len(changed) + follow_anchors(article_ids)


@dataclass(frozen=True)
class Texts:
    """What quotes are looked for in: the current passages by article, and those of versions that
    are not current and still hold some of the evidence, by version; when versions came, by
    article."""

    current: dict[int, list[Passage]]
    former: dict[int, list[str]]
    imported: dict[int, list[datetime]]


def texts_of(evidence: Iterable[Evidence]) -> Texts:
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
    )


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


def check(evidence: Evidence, texts: Texts) -> bool:
    """Find one quote again in the current passages of its article; whether anything changed."""
    before = values_of(evidence)
    passages = texts.current[evidence.article_id]
    linkable = [passage for passage in passages if passage.is_linkable]
    answer = find_again(evidence, linkable, texts)
    evidence.state = EvidenceState(answer.state)
    evidence.is_repeated = answer.is_repeated
    if answer.place:
        put(evidence, linkable[answer.place.index], answer.place)
    return values_of(evidence) != before


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

    One that an earlier version held twice might have been meant for the other.
    """
    answer = anchoring.anchor(anchoring.Selector(evidence.quote), texts)
    places = anchoring.locate(evidence.quote, texts)
    if len(places) != 1:
        state = "needs_person" if places else answer.state
        return replace(answer, state=state, place=None, is_repeated=len(places) > 1)
    others = Passage.objects.of_articles([evidence.article_id]).filter(version__is_current=False)
    earlier = texts_by_version(others.linkable()).values()
    if any(len(anchoring.locate(evidence.quote, texts)) > 1 for texts in earlier):
        return replace(answer, state="needs_person", place=None)
    return replace(answer, state="ok", place=places[0])


def proposals_for(evidence: Evidence) -> list[tuple[Passage, Proposal]]:
    """Where a quote that needs a person may belong now, best first."""
    passages = current_passages([evidence.article_id])[evidence.article_id]
    texts = [passage.text for passage in passages]
    answer = Answer("needs_person", selector=selector_of(evidence), texts=texts)
    return [(passages[one.place.index], one) for one in answer.proposals]


def put(evidence: Evidence, passage: Passage, place: anchoring.Place) -> None:
    """Point the evidence at its words; the passage's own characters become the quote."""
    selector = anchoring.select(passage.text, place.start, place.end)
    evidence.passage, evidence.version_sha256 = passage, passage.version.sha256
    evidence.start, evidence.end = place.start, place.end
    evidence.quote = selector.quote
    evidence.before, evidence.after = selector.before, selector.after


def values_of(evidence: Evidence) -> tuple:
    names = [name if name != "passage" else "passage_id" for name in SELECTORS]
    return tuple(getattr(evidence, name) for name in names)


def passage_at(version: ArticleVersion, place: str) -> Passage | None:
    """The passage of a version at a line ("11") or a position ("p6"); None where there is none."""
    if place.startswith("p"):
        return version.passages.filter(position=int(place[1:])).first()
    return version.passages.filter(line__lte=int(place), line_end__gte=int(place)).first()
