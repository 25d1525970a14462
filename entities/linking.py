"""Write the mentions and links of articles. What is right already is not written again."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from django.db import transaction
from django.db.models import Q

from articles.batching import in_batches
from articles.models import Article, Passage
from articles.whitespace import fold
from entities.anchoring import select
from entities.announcing import announce
from entities.matching import Matcher, Span
from entities.models import Decision, Link, Mention, MentionDecision, MentionStatus, Name
from entities.querysets import SHOWN


@dataclass
class Outcome:
    """How many rows a linking wrote."""

    created: int = 0
    changed: int = 0
    removed: int = 0

    def __iadd__(self, other: "Outcome") -> "Outcome":
        self.created += other.created
        self.changed += other.changed
        self.removed += other.removed
        return self


def link_all(progress: Callable[[Iterable], Iterable] = iter) -> Outcome:
    """Link every article held, a batch a transaction."""
    return link_batches(list(Article.objects.order_by("pk").values_list("pk", flat=True)), progress)


def link_named(texts: Iterable[str], entity_ids: Iterable[int] = ()) -> Outcome:
    """Link anew the articles that may hold one of these names, or that name these entities.

    For a name that was added, changed or taken away: articles without its longest word cannot be
    concerned. A word, since a line break may stand between two of them.
    """
    concerned = Q(versions__passages__mentions__entity__in=list(entity_ids))
    for text in texts:
        word = max(text.split() or [text], key=len)
        for form in {word, word[:1].swapcase() + word[1:]}:
            concerned |= Q(versions__passages__text__contains=form)
    ids = Article.objects.filter(concerned).order_by("pk").values_list("pk", flat=True).distinct()
    return link_batches(list(ids))


def link_batches(ids: list[int], progress: Callable[[Iterable], Iterable] = iter) -> Outcome:
    outcome = Outcome()
    for batch in progress(in_batches(ids)):
        outcome += link_articles(batch)
    return outcome


@transaction.atomic
def link_articles(article_ids: list[int]) -> Outcome:
    """Bring the mentions and links of these articles up to date with names and decisions."""
    links = {
        (link.article_id, link.entity_id): link
        for link in Link.objects.filter(article__in=article_ids)
    }
    wanted = dict(wanted_mentions(article_ids, links))
    outcome = write_mentions(article_ids, wanted)
    outcome += write_links(links, wanted)
    return outcome


@dataclass(frozen=True)
class Wanted:
    """A mention as it should stand in the database."""

    article: int
    entity: int
    end: int
    surface: str
    status: str


Place = tuple[int, int, int]  # passage, start, entity


def wanted_mentions(article_ids: list[int], links: dict) -> Iterator[tuple[Place, Wanted]]:
    matcher = current_matcher()
    ruling = Ruling.of(article_ids, links)
    passages = Passage.objects.current().linkable().of_articles(article_ids)
    for pk, article, text in passages.values_list("pk", "version__article", "text"):
        for span in matcher.find(text):
            for entity, status in ruling.statuses(article, text, span):
                yield (
                    (pk, span.start, entity),
                    Wanted(article, entity, span.end, span.surface, status),
                )


def current_matcher() -> Matcher:
    names = Name.objects.linking().order_by("pk").values_list("text", "entity", "entity__symbol")
    # In no case a symbol: the matcher takes the first letter of a name in either.
    return build_matcher(
        tuple((text, entity) for text, entity, symbol in names if text.lower() != symbol.lower())
    )


@lru_cache(maxsize=1)
def build_matcher(names: tuple[tuple[str, int], ...]) -> Matcher:
    """The automaton, built again only when a name has changed."""
    return Matcher(names)


@dataclass
class Ruling:
    """What curators decided: of single mentions, and of whole links."""

    links: dict
    mentions: dict = field(default_factory=dict)

    @classmethod
    def of(cls, article_ids: list[int], links: dict) -> "Ruling":
        decisions = MentionDecision.objects.filter(article__in=article_ids)
        return cls(
            {key: link.decision for key, link in links.items()},
            {
                (one.article_id, one.entity_id, one.surface, one.before, one.after): one.verdict
                for one in decisions
            },
        )

    def statuses(self, article: int, text: str, span: Span) -> list[tuple[int, str]]:
        """Each entity the span may mean, with the status of that mention."""
        verdicts = {entity: self.verdict(article, entity, text, span) for entity in span.keys}
        accepted = [entity for entity, verdict in verdicts.items() if verdict == Decision.ACCEPTED]
        left = [entity for entity, verdict in verdicts.items() if verdict != Decision.REJECTED]
        chosen = accepted or left
        # A name that two entities share is never linked by guess.
        open_status = MentionStatus.AMBIGUOUS if len(chosen) > 1 else MentionStatus.FOUND
        return [
            (entity, status_of(verdict, entity in chosen, open_status))
            for entity, verdict in sorted(verdicts.items())
        ]

    def verdict(self, article: int, entity: int, text: str, span: Span) -> str:
        if self.links.get((article, entity)) == Decision.REJECTED:
            return Decision.REJECTED
        decided = self.mentions.get((article, entity, *known_by(text, span.start, span.end)))
        return decided or self.links.get((article, entity)) or Decision.NONE


def known_by(text: str, start: int, end: int) -> tuple[str, str, str]:
    """By what a decision knows its mention again: surface form, words before, words after."""
    place = select(text, start, end)
    # A break is a space: lines wrapped otherwise leave the context unaltered.
    return fold(place.quote).text, fold(place.before).text, fold(place.after).text


def status_of(verdict: str, is_chosen: bool, open_status: str) -> str:
    if verdict == Decision.ACCEPTED:
        return MentionStatus.ACCEPTED
    return open_status if is_chosen else MentionStatus.REJECTED


def write_mentions(article_ids: list[int], wanted: dict[Place, Wanted]) -> Outcome:
    gone, changed, kept = [], [], set()
    for mention in Mention.objects.of_articles(article_ids):
        place = (mention.passage_id, mention.start, mention.entity_id)
        want = wanted.get(place)
        if want is None:
            gone.append(mention.pk)
            continue
        kept.add(place)
        if (mention.end, mention.surface, mention.status) != (want.end, want.surface, want.status):
            mention.end, mention.surface, mention.status = want.end, want.surface, want.status
            changed.append(mention)
    Mention.objects.filter(pk__in=gone).delete()
    Mention.objects.bulk_update(changed, ["end", "surface", "status"], batch_size=500)
    new = [
        Mention(
            passage_id=passage,
            start=start,
            entity_id=entity,
            end=want.end,
            surface=want.surface,
            status=want.status,
        )
        for (passage, start, entity), want in wanted.items()
        if (passage, start, entity) not in kept
    ]
    Mention.objects.bulk_create(new, batch_size=1000)
    return Outcome(len(new), len(changed), len(gone))


def write_links(links: dict, wanted: dict[Place, Wanted]) -> Outcome:
    """Keep a link for every mention, shown or not, and every link that a curator touched."""
    named = {(want.article, want.entity) for want in wanted.values()}
    counts = Counter(
        (want.article, want.entity) for want in wanted.values() if want.status in SHOWN
    )
    changed = []
    for key, link in links.items():
        if link.mention_count != counts[key]:
            link.mention_count = counts[key]
            changed.append(link)
    gone = [
        link.pk
        for key, link in links.items()
        if key not in named and not link.by_curator and not link.decision
    ]
    Link.objects.bulk_update(changed, ["mention_count"], batch_size=500)
    Link.objects.filter(pk__in=gone).delete()
    new = [
        Link(article_id=article, entity_id=entity, mention_count=counts[article, entity])
        for article, entity in sorted(named - links.keys())
    ]
    Link.objects.bulk_create(new, batch_size=1000)
    # Of those that go, the ones that showed are among the changed: they were counted down first.
    shown = [*changed, *(link for link in new if link.mention_count)]
    announce(article_ids={link.article_id for link in shown})
    return Outcome(len(new), len(changed), len(gone))


@transaction.atomic
def decide_mention(mention: Mention, verdict: str) -> None:
    """Remember a curator's word on a mention, so that it outlives every re-import and re-link."""
    article = mention.passage.version.article_id
    surface, before, after = known_by(mention.passage.text, mention.start, mention.end)
    known = {
        "article_id": article, "entity_id": mention.entity_id, "surface": surface,
        "before": before, "after": after,
    }  # fmt: skip
    if verdict == Decision.NONE:
        MentionDecision.objects.filter(**known).delete()
    else:
        MentionDecision.objects.update_or_create(**known, defaults={"verdict": verdict})
    link_articles([article])
