"""What a change of names or of rules for them concerns. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Concern:
    """What changed: names, in any wording they have or had, and the entities that bear them.

    `articles` are concerned in any case, as those from which mentions went with their entity.
    `gone` are names of entities that are no more, of whose mentions nothing is known.
    A rule decides between mentions that are found already: where none stands, it is of no account.
    """

    names: frozenset[str] = frozenset()
    entities: frozenset[int] = frozenset()
    articles: frozenset[int] = frozenset()
    gone: frozenset[str] = frozenset()
    is_rule: bool = False
    is_all: bool = False

    @classmethod
    def of(
        cls,
        names: Iterable[str] = (),
        entities: Iterable[int] = (),
        articles: Iterable[int] = (),
        gone: Iterable[str] = (),
        *,
        is_rule: bool = False,
        is_all: bool = False,
    ) -> "Concern":
        sets = map(frozenset, (names, entities, articles, gone))
        return cls(*sets, is_rule=is_rule, is_all=is_all)

    def __or__(self, other: "Concern") -> "Concern":
        return Concern(
            self.names | other.names,
            self.entities | other.entities,
            self.articles | other.articles,
            self.gone | other.gone,
            is_rule=self.is_rule and other.is_rule,
            is_all=self.is_all or other.is_all,
        )

    def overlaps(self, other: "Concern") -> bool:
        """Whether both are about the same names, or about names of the same entity."""
        return bool(self.names & other.names or self.entities & other.entities)
