"""Write the mentions and links of articles. What is right already is not written again."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.db import transaction
from django.db.models import Q

from articles.batching import in_batches
from articles.models import Article, Passage
from entities import deciding
from entities.announcing import announce
from entities.matching import Matcher, as_compared
from entities.models import Link, Mention, Name
from entities.querysets import SHOWN
from entities.ruling import Ruling


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


def link_ruled(texts: Iterable[str], entity_ids: Iterable[int]) -> Outcome:
    """Link anew the articles in which one of these names may mean one of these entities.

    For a rule that was made, changed or taken away: where no mention stands, it decides nothing.
    """
    names = {as_compared(text) for text in texts}
    mentions = Mention.objects.filter(entity__in=list(entity_ids)).order_by()
    found = mentions.values_list("passage__version__article", "surface").distinct()
    return link_batches(sorted({pk for pk, surface in found if as_compared(surface) in names}))


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


def decide_mention(mention: Mention, verdict: str, by: str = "") -> list[deciding.Change]:
    """Remember a curator's word on a mention, so that it outlives every re-import and re-link."""
    return decide_mentions([mention], verdict, by)


@transaction.atomic
def decide_mentions(
    mentions: Iterable[Mention], verdict: str, by: str = ""
) -> list[deciding.Change]:
    """The same word on many mentions; each article is linked anew once."""
    changes, articles = [], set()
    for mention in mentions:
        changes += deciding.decide(mention, verdict, by)
        articles.add(mention.passage.version.article_id)
    link_batches(sorted(articles))
    return changes
