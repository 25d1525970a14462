"""Keep evidence and notes at the words they were put to. Moves nothing to a look-alike."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db import transaction

from articles.batching import in_batches
from articles.models import Article, ArticleVersion, Passage
from entities import anchoring
from entities.announcing import announce, of_evidence
from entities.models import Anchor, Evidence, EvidenceState

SELECTORS = [
    "passage", "quote", "before", "after", "start", "end", "version_sha256", "state", "is_repeated",
]  # fmt: skip


def check_all(progress: Callable[[Iterable], Iterable] = iter) -> int:
    """Check the evidence of every article; the number of quotes whose state or place changed."""
    ids = list(
        Article.objects.filter(evidence__isnull=False)
        .order_by("pk")
        .values_list("pk", flat=True)
        .distinct()
    )
    return sum(check_articles(batch) for batch in progress(in_batches(ids)))


@transaction.atomic
def check_articles(article_ids: list[int]) -> int:
    """Find each quote of these articles again; the number that changed."""
    evidence = Evidence.objects.filter(article__in=article_ids).select_related("passage")
    passages = current_passages({one.article_id for one in evidence})
    former = former_texts(evidence)
    quotes = {one.pk: one.quote for one in evidence}
    changed = [one for one in evidence if check(one, passages[one.article_id], former)]
    Evidence.objects.bulk_update(changed, SELECTORS, batch_size=500)
    announce(**of_evidence(one for one in changed if one.quote != quotes[one.pk]))
    return len(changed) + follow_anchors(article_ids)


def current_passages(article_ids: Iterable[int]) -> dict[int, list[Passage]]:
    passages = Passage.objects.current().linkable().of_articles(article_ids)
    grouped = defaultdict(list)
    for passage in passages.select_related("version").defer("version__content"):
        grouped[passage.version.article_id].append(passage)
    return grouped


def former_texts(evidence: Iterable[Evidence]) -> dict[int, list[str]]:
    """The passages of each version that is not current and still holds some of the evidence."""
    ids = {one.passage.version_id for one in evidence if one.passage}
    passages = Passage.objects.linkable().filter(version__in=ids, version__is_current=False)
    texts = defaultdict(list)
    for version, text in passages.values_list("version", "text"):
        texts[version].append(text)
    return texts


def check(evidence: Evidence, passages: list[Passage], former: dict[int, list[str]]) -> bool:
    """Find one quote again in the current passages of its article; whether anything changed."""
    before = values_of(evidence)
    texts = [passage.text for passage in passages]
    if evidence.passage is None:
        answer = first_answer(evidence.quote, texts)
    else:
        selector = anchoring.Selector(evidence.quote, evidence.before, evidence.after)
        answer = anchoring.anchor(selector, texts, former.get(evidence.passage.version_id, ()))
    evidence.state = EvidenceState(answer.state)
    evidence.is_repeated = answer.is_repeated
    if answer.place:
        put(evidence, passages[answer.place.index], answer.place)
    return values_of(evidence) != before


def first_answer(quote: str, texts: list[str]) -> anchoring.Answer:
    """The answer for a quote that was never placed: only a single occurrence is beyond doubt."""
    places = anchoring.locate(quote, texts)
    if len(places) == 1:
        return anchoring.Answer("ok", places[0])
    if places:
        return anchoring.Answer("needs_person", is_repeated=True)
    return anchoring.anchor(anchoring.Selector(quote), texts)


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


def follow_anchors(article_ids: list[int]) -> int:
    """Notes stand beside a passage: where its text stands unaltered in a new version, follow it."""
    stale = list(
        Anchor.objects.filter(article__in=article_ids)
        .exclude(passage__version__is_current=True)
        .select_related("passage")
    )
    moved = []
    for one in stale:
        found = one.passage and equal_passage(one.passage, one.article_id)
        if found:
            one.passage = found
            moved.append(one)
    Anchor.objects.bulk_update(moved, ["passage"])
    return len(moved)


def equal_passage(passage: Passage, article: int) -> Passage | None:
    """The current passage with the same text; None where two have it, or had it before."""
    if Passage.objects.filter(version=passage.version_id, text=passage.text).count() > 1:
        return None
    found = Passage.objects.current().of_articles([article]).filter(text=passage.text)[:2]
    return found[0] if len(found) == 1 else None


def passage_at(version: ArticleVersion, place: str) -> Passage | None:
    """The passage of a version at a line ("11") or a position ("p6"); None where there is none."""
    if place.startswith("p"):
        return version.passages.filter(position=int(place[1:])).first()
    return version.passages.filter(line__lte=int(place), line_end__gte=int(place)).first()
