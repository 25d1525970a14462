"""What changed from one edition to the next, in plain sentences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from portal.editions.changes import THINGS, Thing

BY_KEY = {thing.key: thing for thing in THINGS}
# What stands in quotation marks: a title or a sentence; an entity goes by its name.
QUOTED = ("article", "collection", "statement", "source")
VERBS = {"added": "added", "changed": "changed", "gone": "taken away"}
FIRST = "This is the first edition"
OTHERWISE = (
    "It is not compared with the edition before, which was made from another database or in"
    " another form"
)
NOTHING = "Nothing changed that readers get"


@dataclass(frozen=True)
class Named:
    """A thing by its title; without an address where there is no page of it any more."""

    title: str
    url: str = ""
    is_quoted: bool = False

    def __str__(self) -> str:
        return f"“{self.title}”" if self.is_quoted else self.title


@dataclass(frozen=True)
class Sentence:
    """How many things of a sort changed in one way, the first of them by name."""

    says: str
    named: tuple[Named, ...] = ()
    others: int = 0

    def __str__(self) -> str:
        names = [str(one) for one in self.named]
        if not names:
            return f"{self.says}."
        if self.others:
            return f"{self.says}: {', '.join(names)} and {self.others:,} more."
        return f"{self.says}: {in_a_row(names)}."


def in_a_row(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def sentences(changes: dict, there: dict[str, set[str]] | None = None) -> list[Sentence]:
    """`changes` as the manifest has them; `there` the addresses that lead to a page, by thing."""
    if not changes["since"]:
        return [Sentence(FIRST)]
    if not changes["is_compared"]:
        return [Sentence(OTHERWISE)]
    told = chain.from_iterable(sentences_of(one, there or {}) for one in changes["things"])
    return list(told) or [Sentence(NOTHING)]


def sentences_of(change: dict, there: dict[str, set[str]]) -> Iterator[Sentence]:
    thing = BY_KEY[change["thing"]]
    for way, verb in VERBS.items():
        count, named = change[way]["count"], change[way]["named"]
        if count:
            yield Sentence(
                f"{counted(thing, count)} {verb}",
                tuple(name_of(thing, slug, title, there) for slug, title in named),
                count - len(named),
            )


def counted(thing: Thing, count: int) -> str:
    return f"1 {thing.singular} was" if count == 1 else f"{count:,} {thing.plural} were"


def name_of(thing: Thing, slug: str, title: str, there: dict[str, set[str]]) -> Named:
    is_there = slug in there.get(thing.key, ())
    url = thing.model(slug=slug).get_absolute_url() if is_there else ""
    return Named(title, url, thing.key in QUOTED)
