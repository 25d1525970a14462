"""Keep evidence at the words it was put to, as articles change."""

from collections.abc import Callable, Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from articles.batching import Batches
from articles.models import Article, ArticleVersion, Passage
from entities import anchoring
from entities.anchoring import Answer
from entities.announcing import announce, of_evidence
from entities.counting import keeping
from entities.following import follow_anchors
from entities.models import Evidence, EvidenceState
from entities.resembling import Proposal
from entities.standing import (
    Spelled,
    Texts,
    current_passages,
    find_again,
    selector_of,
    spelled,
    texts_of,
)

SELECTORS = [
    "passage", "quote", "before", "after", "start", "end", "version_sha256", "state", "is_repeated",
]  # fmt: skip


def check_all(
    progress: Callable[[Iterable], Iterable] = iter, articles: QuerySet | None = None
) -> int:
    """Check the evidence of these articles, or of all; the number of quotes that changed."""
    articles = Article.objects.all() if articles is None else articles
    holding = articles.filter(Exists(Evidence.objects.filter(article=OuterRef("pk"))))
    return sum(check_articles(batch) for batch in progress(Batches(holding)))


@transaction.atomic
def check_articles(article_ids: list[int]) -> int:
    """Find each quote of these articles again; the number that changed."""
    evidence = locked(article_ids)
    texts = texts_of(evidence)
    quotes = {one.pk: one.quote for one in evidence}
    changed = [one for one in evidence if check(one, texts)]
    Evidence.objects.bulk_update(changed, SELECTORS, batch_size=500)
    keeping.count((), [one.relationship_id for one in changed])
    announce(**of_evidence(one for one in changed if one.quote != quotes[one.pk]))
    return len(changed) + follow_anchors(article_ids)


def locked(article_ids: list[int]) -> list[Evidence]:
    """The evidence of these articles, for this transaction alone: what a curator decides at the
    same time is there before it is read, or waits until all is written."""
    evidence = Evidence.objects.filter(article__in=article_ids)
    # Read only once it is locked: rows that were waited for come without what was joined to them.
    list(evidence.order_by("pk").select_for_update().values_list("pk"))
    related = evidence.select_related("passage__version")
    return list(related.defer("passage__version__content"))


def check(evidence: Evidence, texts: Texts) -> bool:
    """Find one quote again in the current passages of its article; whether anything changed."""
    before, quote = values_of(evidence), evidence.quote
    passages = texts.current[evidence.article_id]
    linkable = [passage for passage in passages if passage.is_linkable]
    answer = find_again(evidence, linkable, texts)
    evidence.state = EvidenceState(answer.state)
    evidence.is_repeated = answer.is_repeated
    if answer.place:
        put(evidence, linkable[answer.place.index], answer.place)
        keep_apart(evidence, quote, texts.spelled)
    return values_of(evidence) != before


def keep_apart(evidence: Evidence, quote: str, held: set[Spelled]) -> None:
    """Wrapped anew, two quotes of a statement may become the same: then it stays as written."""
    if evidence.quote != quote and spelled(evidence) in held:
        evidence.quote = quote
    held.add(spelled(evidence))


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
