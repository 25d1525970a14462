"""All by which articles are linked, as it stands, and what a change of it concerns."""

from dataclasses import dataclass

from entities.concern import Concern
from entities.models import Entity, Link, MentionDecision, Name, NameRule

Rows = frozenset[tuple]


@dataclass(frozen=True)
class Wording:
    """The first two of a name and of a rule are its text and its entity; of a word, the article."""

    names: Rows
    rules: Rows
    words: Rows

    @classmethod
    def now(cls) -> "Wording":
        names = Name.objects.values_list("text", "entity", "links", "entity__symbol")
        rules = NameRule.objects.exclude(entity=None).values_list("text", "entity", "verdict")
        decisions = MentionDecision.objects.values_list(
            "article", "entity", "surface", "before", "after", "verdict"
        )
        links = Link.objects.exclude(decision="").values_list("article", "entity", "decision")
        return cls(frozenset(names), frozenset(rules), frozenset(decisions) | frozenset(links))

    def changes_since(self, before: "Wording") -> Concern:
        names, rules = self.names ^ before.names, self.rules ^ before.rules
        entities = {entity for _, entity, *_ in names | rules}
        held = set(Entity.objects.filter(pk__in=entities).values_list("pk", flat=True))
        return Concern.of(
            {text for text, *_ in names | rules},
            held,
            articles={article for article, *_ in self.words ^ before.words},
            gone={text for text, entity, *_ in names if entity not in held},
            is_rule=not names,
        )
