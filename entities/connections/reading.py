"""Say how two entities are connected: read what is stated around them, and tell the paths."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise

from entities.connections.searching import MOST_PATHS, Path, few_and_many, paths_by_steps
from entities.models import Claim, Entity
from entities.models import Relationship as Statement
from entities.querysets import EntityQuerySet

# Of two statements that rest on equally many articles, what is less in doubt is the stronger.
DOUBT = [Claim.REPORTED, Claim.PROMOTIONAL, Claim.UNVERIFIED, Claim.DISPUTED]


@dataclass
class Said:
    """A statement as it is worded from the side from which it is read, and in which of several
    connections it is read first."""

    statement: Statement
    words: str
    first_in: int = 0


@dataclass(frozen=True)
class Hop:
    """One step of a path, by one or more statements, the strongest first."""

    here: Entity
    there: Entity
    said: list[Said]

    @property
    def strongest(self) -> Said:
        return self.said[0]


MOST_LISTED = 5000

Connection = list[Hop]
# A statement, its subject and its object, as keys, and how many articles bear it out.
Join = tuple[int, int, int, int]
Pair = tuple[EntityQuerySet, EntityQuerySet]
# By key.
Slugs = dict[int, str]


def connections(start: Entity, goal: Entity, hub_kinds: Collection[str] = ()) -> list[Connection]:
    """The shortest connections of two entities, but through none of these kinds."""
    return told(paths_between(start, goal, hub_kinds))


def paths_between(start: Entity, goal: Entity, hub_kinds: Collection[str]) -> list[Path]:
    """Search while reading, no farther than it takes."""
    rows = list(Entity.objects.order_by().values_list("pk", "slug", "kind"))
    hubs = {slug for _, slug, kind in rows if kind in hub_kinds}
    around = Surroundings(start, goal, hubs, {pk: slug for pk, slug, _ in rows})
    around.inner = around.inner.exclude(kind__in=hub_kinds)
    search = paths_by_steps(around.joined, start.slug, goal.slug, hubs)
    found: list[Path] = []
    for joins in around.farther_and_farther():
        around.join(joins)
        found += next(search)
        if len(found) >= MOST_PATHS:
            break
    return found[:MOST_PATHS]


class Surroundings:
    """Who is joined to whom around two entities, as far as it has been read."""

    def __init__(self, start: Entity, goal: Entity, hubs: Collection[str], slugs: Slugs):
        self.keys = {start.slug: start.pk, goal.slug: goal.pk}
        self.hubs, self.slugs = hubs, slugs
        self.inner = Entity.objects.order_by().exclude(pk__in=self.keys.values())
        # The garbage collector passes over plain dicts of numbers, and there are thousands.
        self.joined: dict[str, dict[str, int]] = defaultdict(dict)
        self.known: set[int] = set()

    def farther_and_farther(self) -> Iterator[Iterable[Join]]:
        """What paths of one step take, and what those of two, three and four take besides."""
        statements, ends = Statement.objects.all(), list(self.keys.values())
        yield statements.touching(ends).joins()
        yield ()
        near = [
            self.inner.joined_to([self.keys[end]]) for end in few_and_many(self.joined, *self.keys)
        ]
        yield statements.between(*near).joins()
        yield chain.from_iterable(self.by_middles(*pair) for pair in self.apart(*near))

    def apart(self, few: EntityQuerySet, many: EntityQuerySet) -> list[Pair]:
        """No path passes twice through the only one whom both ends are joined to."""
        one, other = self.keys
        both = self.joined[one].keys() & self.joined[other].keys() - self.hubs
        if len(both) != 1:
            return [(few, many)]
        return [(few.exclude(slug__in=both), many), (few, many.exclude(slug__in=both))]

    def by_middles(self, few: EntityQuerySet, many: EntityQuerySet) -> list[Join]:
        """Who is joined to one of the few and to one of the many, and to whom."""
        statements = Statement.objects.all()
        found = list(statements.between(self.inner.joined_to(few), many).joins())
        middle = {end for _, *ends, _ in found for end in ends}
        # A database takes only so many values.
        is_listed = len(middle) <= MOST_LISTED
        rest = statements.between(few, middle) if is_listed else statements.touching(few)
        return [*found, *rest.joins()]

    def join(self, joins: Iterable[Join]) -> None:
        """Whoever is the subject, and by whatever type; each statement once."""
        for statement, subject, object_, quotes in joins:
            # A curator may add an entity meanwhile.
            if statement not in self.known and {subject, object_} <= self.slugs.keys():
                self.known.add(statement)
                one, other = self.slugs[subject], self.slugs[object_]
                total = self.joined[one].get(other, 0) + quotes
                self.joined[one][other] = self.joined[other][one] = total


def told(paths: list[Path]) -> list[Connection]:
    """The paths with all that is stated on them; read whole, whatever their number."""
    slugs = {slug for path in paths for slug in path}
    on_them = Entity.objects.filter(slug__in=slugs)
    stated: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for one in Statement.objects.public().among(on_them.values("pk")).with_quote_count().for_list():
        stated[one.subject.slug, one.object.slug].append(Said(one, one.type.label))
        stated[one.object.slug, one.subject.slug].append(Said(one, one.type.inverse))
    # A curator may take a statement away meanwhile.
    held = [path for path in paths if all(map(stated.__contains__, pairwise(path)))]
    connections = [[hop(stated[step], step[0]) for step in pairwise(path)] for path in held]
    number_first(connections)
    return connections


def number_first(connections: list[Connection]) -> None:
    first: dict[Statement, int] = {}
    for number, connection in enumerate(connections, 1):
        for said in (said for hop in connection for said in hop.said):
            said.first_in = first.setdefault(said.statement, number)


def hop(said: list[Said], here: str) -> Hop:
    said = sorted(said, key=strength)
    one = said[0].statement
    ends = (one.subject, one.object) if one.subject.slug == here else (one.object, one.subject)
    return Hop(*ends, said)


def strength(said: Said) -> tuple[int, int, str]:
    return -said.statement.quote_count, DOUBT.index(said.statement.claim), said.statement.slug
