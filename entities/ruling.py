"""What curators decided of names and mentions, and whose word goes before whose.

Of the words on one mention the first in this order counts:

1. a link of the article and the entity that is rejected: all its mentions are;
2. a decision on the mention;
3. a rule for its name;
4. a rejection in words that stand no longer: it may have been meant for these, so that they wait;
5. a link that is accepted: the article means the entity by its names.

Where entities share the name, an acceptance rejects the others, and one further up goes before one
further down; two of the same order contradict each other, so that both wait as before.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from articles.models import Passage
from articles.whitespace import fold
from entities.anchoring import locate, select
from entities.matching import Span, as_compared
from entities.models import Decision, MentionDecision, MentionStatus, NameRule


@dataclass(frozen=True)
class Word:
    """A curator's word on a mention; the lower its rank, the more it counts."""

    verdict: str = Decision.NONE
    rank: int = 6


DOUBT = Word("doubted", 4)
# An article, an entity, and a name as it is compared.
Named = tuple[int, int, str]


@dataclass
class Ruling:
    """The words of curators that concern these articles."""

    links: dict
    mentions: dict = field(default_factory=dict)
    rules: dict = field(default_factory=dict)
    doubted: set[Named] = field(default_factory=set)

    @classmethod
    def of(cls, article_ids: list[int], links: dict) -> "Ruling":
        decisions = list(MentionDecision.objects.filter(article__in=article_ids))
        rules = NameRule.objects.exclude(entity=None)
        return cls(
            {key: link.decision for key, link in links.items()},
            {
                (one.article_id, one.entity_id, one.surface, one.before, one.after): one.verdict
                for one in decisions
            },
            {
                (as_compared(text), entity): verdict
                for text, entity, verdict in rules.values_list("text", "entity", "verdict")
            },
            doubted_by(decisions),
        )

    def __post_init__(self):
        # Most articles nobody has decided anything about.
        self.is_silent = not (any(self.links.values()) or self.mentions or self.rules)

    def statuses(self, article: int, text: str, span: Span) -> list[tuple[int, str]]:
        """Each entity the span may mean, with the status of that mention."""
        if self.is_silent:
            status = MentionStatus.FOUND if len(span.keys) == 1 else MentionStatus.AMBIGUOUS
            return [(entity, status) for entity in sorted(span.keys)]
        words = {entity: self.word(article, entity, text, span) for entity in sorted(span.keys)}
        chosen, status = choose(words)
        return [
            (entity, status if entity in chosen else MentionStatus.REJECTED) for entity in words
        ]

    def word(self, article: int, entity: int, text: str, span: Span) -> Word:
        link = self.links.get((article, entity))
        if link == Decision.REJECTED:
            return Word(link, 1)
        if decided := self.mentions and self.decided(article, entity, text, span):
            return Word(decided, 2)
        if ruled := self.rules and self.rules.get((as_compared(span.surface), entity)):
            return Word(ruled, 3)
        if self.doubted and (article, entity, as_compared(span.surface)) in self.doubted:
            return DOUBT
        return Word(link, 5) if link else Word()

    def decided(self, article: int, entity: int, text: str, span: Span) -> str | None:
        return self.mentions.get((article, entity, *known_by(text, span.start, span.end)))


def choose(words: dict[int, Word]) -> tuple[list[int], str]:
    """The entities that the words leave, and the status of their mentions."""
    accepted = [word.rank for word in words.values() if word.verdict == Decision.ACCEPTED]
    if accepted:
        first = Word(Decision.ACCEPTED, min(accepted))
        chosen, status = [one for one in words if words[one] == first], MentionStatus.ACCEPTED
    else:
        chosen = [one for one in words if words[one].verdict != Decision.REJECTED]
        status = MentionStatus.FOUND
    # A name that entities share is never linked by guess, nor one that was rejected nearby.
    is_clear = len(chosen) == 1 and words[chosen[0]] != DOUBT
    return chosen, status if is_clear else MentionStatus.AMBIGUOUS


def doubted_by(decisions: Iterable[MentionDecision]) -> set[Named]:
    """The names that were rejected in words that their article no longer has.

    Words that stand in a passage left out of the article stand there all the same.
    """
    rejected = [one for one in decisions if one.verdict == Decision.REJECTED]
    passages = Passage.objects.current().of_articles({one.article_id for one in rejected})
    texts = defaultdict(list)
    for article, text in passages.values_list("version__article", "text"):
        texts[article].append(text)
    return {
        (one.article_id, one.entity_id, as_compared(one.surface))
        for one in rejected
        if not stands_in(texts[one.article_id], one)
    }


def stands_in(texts: list[str], decision: MentionDecision) -> bool:
    known = (decision.surface, decision.before, decision.after)
    return any(
        known_by(texts[place.index], place.start, place.end) == known
        for place in locate(decision.surface, texts)
    )


def known_by(text: str, start: int, end: int) -> tuple[str, str, str]:
    """By what a decision knows its mention again: surface form, words before, words after."""
    place = select(text, start, end)
    # A break is a space: lines wrapped otherwise leave the context unaltered.
    return fold(place.quote).text, fold(place.before).text, fold(place.after).text
