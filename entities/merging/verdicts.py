"""What becomes of curators' words on links, mentions and names. Writes nothing.

A rejection often only told two records apart: that a name means the one and not the other. Once
they are one it would take back what it was meant to save, and so it does not stay.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from entities.matching import as_compared
from entities.merging.planning import Change, Fate
from entities.models import Decision, Entity, Link, Mention, MentionDecision, NameRule
from entities.ruling import known_by

TOLD_APART = "It told the two apart, which are one now."
Word = MentionDecision | NameRule


def join_words(
    moving: Iterable[Word],
    held: Iterable[Word],
    target: Entity,
    key: Callable[[Word], Any],
    names: tuple[Collection[str], Collection[str]] = ((), ()),
) -> Iterator[Change]:
    """`names` are those that link to the target, and to the source, where they become one."""
    ours, theirs = (set(map(as_compared, side)) for side in names)
    others = {key(one): one for one in held}
    for one in moving:
        other = others.pop(key(one), None)
        if other is not None:
            yield from join_two(one, other, target)
        elif one.verdict == Decision.REJECTED and as_compared(key(one)[-1]) in ours:
            yield Change(Fate.TAKEN, str(one), one, detail=TOLD_APART)
        else:
            yield Change(Fate.MOVES, str(one), one, {"entity": target})
    for other in others.values():
        if other.verdict == Decision.REJECTED and as_compared(key(other)[-1]) in theirs:
            yield Change(Fate.TAKEN, f"{other} (of the kept one)", other, detail=TOLD_APART)


def join_two(one: Word, other: Word, target: Entity) -> Iterator[Change]:
    """Accepted goes before rejected."""
    if one.verdict == other.verdict:
        yield Change(Fate.EQUAL, str(one), one)
    elif one.verdict == Decision.ACCEPTED:
        yield Change(Fate.TAKEN, f"{other} (of the kept one)", other, detail=TOLD_APART)
        yield Change(Fate.MOVES, str(one), one, {"entity": target})
    else:
        yield Change(Fate.TAKEN, str(one), one, detail=TOLD_APART)


def decisions_on(entity: Entity) -> QuerySet[MentionDecision]:
    decisions = MentionDecision.objects.filter(entity=entity).select_related("article", "entity")
    return decisions.order_by("article__slug", "pk")


def mention_key(one: MentionDecision) -> tuple:
    return one.article_id, one.before, one.after, one.surface


def rule_key(one: NameRule) -> tuple:
    return (as_compared(one.text),)


def join_links(moving: Iterable[Link], held: Iterable[Link], target: Entity) -> Iterator[Change]:
    """Links made or decided by a curator; those found by names are found again."""
    by_article = {link.article_id: link for link in held}
    for link in moving:
        other = by_article.get(link.article_id)
        if other is None:
            if is_curated(link):
                yield Change(Fate.MOVES, told(link), link, {"entity": target}, word_of(link))
            continue
        together = united(link, other)
        changed = {name: new for name, new in together.items() if getattr(other, name) != new}
        if changed:
            yield Change(Fate.CHANGED, told(link), other, changed, reason(link, other, changed))
        if is_curated(link):
            yield Change(Fate.EQUAL, told(link), link, detail=word_of(link))


def keep_rejected(source: Entity, target: Entity) -> Iterator[Change]:
    """Mentions of a rejected link stay rejected one by one, where the other link shows.

    But for those of a name that both had: there the rejection told the two apart.
    """
    decided = {mention_key(one) for end in (source, target) for one in decisions_on(end)}
    for one, other in ((source, target), (target, source)):
        for link in rejected_beside(one, other):
            for mention in places_of_its_own(one, other, link.article_id):
                decision = rejected(mention, link, target)
                if mention_key(decision) not in decided:
                    decided.add(mention_key(decision))
                    detail = f"Rejected so far by the link to “{link.article}”."
                    yield Change(Fate.ADDED, str(decision), decision, detail=detail)


def rejected_beside(entity: Entity, other: Entity) -> QuerySet[Link]:
    """Rejected links of the one to articles to which the other's is not rejected, and shows."""
    shown = other.links.exclude(decision=Decision.REJECTED)
    shown = shown.filter(Q(mention_count__gt=0) | Q(by_curator=True))
    rejected = entity.links.filter(decision=Decision.REJECTED, article__in=shown.values("article"))
    return rejected.select_related("article", "entity")


def places_of_its_own(entity: Entity, other: Entity, article: int) -> QuerySet[Mention]:
    """Mentions in the article, but for those at which it names the other one."""
    same = other.mentions.shown().filter(passage=OuterRef("passage"), start=OuterRef("start"))
    mentions = entity.mentions.of_articles([article]).filter(passage__version__is_current=True)
    return mentions.exclude(Exists(same)).select_related("passage")


def rejected(mention: Mention, link: Link, target: Entity) -> MentionDecision:
    surface, before, after = known_by(mention.passage.text, mention.start, mention.end)
    return MentionDecision(
        article=link.article, entity=target, surface=surface, before=before, after=after,
        verdict=Decision.REJECTED,
    )  # fmt: skip


def is_curated(link: Link) -> bool:
    return link.by_curator or bool(link.decision)


def united(link: Link, other: Link) -> dict[str, Any]:
    return {
        "by_curator": link.by_curator or other.by_curator,
        "decision": decision_of(link, other),
    }


def decision_of(link: Link, other: Link) -> str:
    """Accepted goes first, then a link that shows: a rejection would hide it."""
    decisions = {link.decision, other.decision}
    if Decision.ACCEPTED in decisions:
        return Decision.ACCEPTED
    if Decision.REJECTED not in decisions or shows(link) or shows(other):
        return Decision.NONE
    return Decision.REJECTED


def shows(link: Link) -> bool:
    return link.decision != Decision.REJECTED and bool(link.mention_count or link.by_curator)


def reason(link: Link, other: Link, changed: dict) -> str:
    if Decision.REJECTED in (link.decision, other.decision) and "decision" in changed:
        return TOLD_APART
    return word_of(link)


def word_of(link: Link) -> str:
    words = ["made by a curator"] if link.by_curator else []
    return ", ".join([*words, *([link.get_decision_display()] if link.decision else [])])


def told(link: Link) -> str:
    return str(link.article)
