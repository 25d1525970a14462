"""Write the mentions and links of articles. What is right already is not written again."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from articles.batching import Batches, in_batches
from articles.inserting import insert
from articles.models import Article, Passage
from entities import deciding, finding
from entities.announcing import announce
from entities.called import linking_of, matcher_for
from entities.concern import Concern
from entities.counting import keeping
from entities.models import Link, Mention
from entities.outcome import Outcome
from entities.querysets import SHOWN
from entities.ruling import Ruling


def link_all(progress: Callable[[Iterable], Iterable] = iter) -> Outcome:
    """Link every article held, a batch a transaction."""
    return link_each(progress(Batches(Article.objects.all())))


def link_named(
    texts: Iterable[str], entity_ids: Iterable[int] = (), article_ids: Iterable[int] = ()
) -> Outcome:
    """Link anew the articles that may hold one of these names, or where it meant these entities.

    For names that were added, changed or taken away, as they read before and after. The mentions
    of an entity that is deleted go with it: where they stood is told by `article_ids`.
    """
    return link_concerned(Concern.of(texts, entity_ids, article_ids))


def link_ruled(texts: Iterable[str], entity_ids: Iterable[int]) -> Outcome:
    """Link anew the articles in which one of these names may mean one of these entities.

    For a rule that was made, changed or taken away: where no mention stands, it decides nothing.
    """
    return link_concerned(Concern.of(texts, entity_ids, is_rule=True))


def link_concerned(concern: Concern) -> Outcome:
    return link_batches(concerned(concern))


def concerned(concern: Concern, *, in_haste: bool = False) -> list[int] | None:
    """The articles to link anew; in haste None, where many would have to be read to know them."""
    return finding.find(concern, linking_of, in_haste=in_haste)


def link_batches(ids: list[int], progress: Callable[[Iterable], Iterable] = iter) -> Outcome:
    return link_each(progress(in_batches(ids)))


def link_each(batches: Iterable[list[int]]) -> Outcome:
    outcome = Outcome()
    for batch in batches:
        outcome += link_articles(batch)
    return outcome


@transaction.atomic
@keeping.at_the_end()
def link_articles(article_ids: list[int]) -> Outcome:
    """Bring the mentions and links of these articles up to date with names and decisions."""
    if connection.features.has_select_for_update:
        # Who comes next finds the mentions that are written here.
        keeping.lock_rows(Article, article_ids)
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
    ruling = Ruling.of(article_ids, links)
    passages = Passage.objects.current().linkable().of_articles(article_ids)
    passages = list(passages.values_list("pk", "version__article", "text"))
    texts = [text for _, _, text in passages]
    found = matcher_for(texts).find_all(texts)
    for (pk, article, text), spans in zip(passages, found, strict=True):
        for span in spans:
            for entity, status in ruling.statuses(article, text, span):
                yield (
                    (pk, span.start, entity),
                    Wanted(article, entity, span.end, span.surface, status),
                )


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
    articles = articles_with(gone)
    if gone or changed:
        Mention.objects.filter(pk__in=gone).delete()
        Mention.objects.bulk_update(changed, ["end", "surface", "status"], batch_size=500)
    new = [
        (*place, want.end, want.surface, want.status)
        for place, want in wanted.items()
        if place not in kept
    ]
    insert(Mention, ["passage", "start", "entity", "end", "surface", "status"], new)
    altered = [(one.passage_id, one.start, one.entity_id) for one in changed]
    articles |= {wanted[place].article for place in [*altered, *(row[:3] for row in new)]}
    # Where a name stands is shown, too: it may move, and be as many as before.
    announce(article_ids=articles)
    return Outcome(len(new), len(changed), len(gone), len(articles), len(new), len(gone))


def articles_with(mentions: list[int]) -> set[int]:
    passages = Passage.objects.filter(mentions__in=mentions) if mentions else Passage.objects.none()
    return set(passages.order_by().values_list("version__article", flat=True))


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
    if gone or changed:
        Link.objects.bulk_update(changed, ["mention_count"], batch_size=500)
        Link.objects.filter(pk__in=gone).delete()
    new = [(*key, counts[key]) for key in sorted(named - links.keys())]
    insert(Link, ["article", "entity", "mention_count"], new)
    # Of those that go, the ones that showed are among the changed: they were counted down first.
    shown = {link.article_id for link in changed} | {article for article, _, count in new if count}
    announce(article_ids=shown)
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
