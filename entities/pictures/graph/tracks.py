"""What stands on a rail, row by row, and the tracks that lines run down on beside it. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from entities.pictures.graph.bundling import Bundle, Node

RAIL, TRACK = 10, 9
# From the rail to the first track, and from the last to the marks.
FIRST_TRACK, TO_MARKS = 16, 18


@dataclass
class Row:
    """The entity, another, or the words of a bundle: one under another."""

    key: str
    node: Node | None = None
    bundle: Bundle | None = None
    begins: bool = False
    lines: Sequence[str] = ()
    height: float = 0.0
    y: float = 0.0


@dataclass(frozen=True)
class Tracks:
    """Which track each bundle runs down on, counted from the right, and how many there are."""

    of: dict[str, int]
    count: int

    @property
    def last(self) -> float:
        return RAIL + FIRST_TRACK + (self.count - 1) * TRACK

    @property
    def marks(self) -> float:
        """The left edge of the marks."""
        return self.last + TO_MARKS

    def x(self, bundle: Bundle) -> float:
        return self.last - self.of[bundle.key] * TRACK


def rows_of(hero: Node, nodes: dict[str, Node], bundles: list[Bundle]) -> Iterator[Row]:
    groups = grouped(bundles, nodes)
    for is_above in (True, False):
        for group in groups:
            if is_inward(group[0]) == is_above:
                yield from rows_of_group(group, nodes)
        if is_above:
            yield Row(hero.key, hero, begins=True)


def is_inward(bundle: Bundle) -> bool:
    return not bundle.is_outward and not bundle.first.is_symmetric


def grouped(bundles: list[Bundle], nodes: dict[str, Node]) -> list[list]:
    """A bundle, the entities that stand by it, and the other bundles that lead to the same."""
    groups, group_of = [], {}
    for bundle in sorted(bundles, key=lambda one: (-len(one.edges), one.first.words, one.key)):
        new = [key for key in nodes if key in bundle.others and key not in group_of]
        if new:
            groups.append([bundle, new, [bundle]])
            group_of |= dict.fromkeys(new, groups[-1])
        else:
            group_of[bundle.others[0]][2].append(bundle)
    return sorted(groups, key=lambda group: (group[0].first.words, group[0].key))


def rows_of_group(group: list, nodes: dict[str, Node]) -> Iterator[Row]:
    """So that all reads downwards: what leads from the entity before, what leads to it after."""
    _, keys, bundles = group
    before = [Row(f"words {one.key}", bundle=one) for one in bundles if not is_inward(one)]
    after = [Row(f"words {one.key}", bundle=one) for one in bundles if is_inward(one)]
    rows = [*before, *(Row(key, nodes[key]) for key in keys), *after]
    rows[0].begins = True
    yield from rows


def tracks_of(rows: list[Row], bundles: list[Bundle]) -> Tracks:
    """Bundles that would run beside each other on one track take different ones."""
    at = {row.key: index for index, row in enumerate(rows)}
    spans = sorted((*span_of(bundle, at), bundle.key) for bundle in bundles)
    tracks: dict[int, list[tuple[int, int]]] = defaultdict(list)
    of = {}
    for start, end, key in sorted(spans, key=lambda span: span[1] - span[0]):
        number = next(n for n in count() if all(end < a or start > b for a, b in tracks[n]))
        tracks[number].append((start, end))
        of[key] = number
    return Tracks(of, max(len(tracks), 1))


def span_of(bundle: Bundle, at: dict[str, int]) -> tuple[int, int]:
    places = [at[f"words {bundle.key}"], *(at[key] for key in bundle.others)]
    return min(places), max(places)
