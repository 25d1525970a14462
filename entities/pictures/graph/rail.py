"""The graph of an entity for a narrow page: all that is one step away, on a rail. Pure.

Read from above: what is stated of others towards the entity, the entity, what is stated of it.
Nothing but lines stands left of the words, so that no line runs under them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from entities.pictures import strokes
from entities.pictures.graph import placed
from entities.pictures.graph.bundling import Edge, Node, bundled
from entities.pictures.graph.placed import (
    ALL,
    HERO,
    MARK,
    NAME,
    WORDS,
    Arm,
    Label,
    Line,
    Picture,
    PlacedBundle,
    PlacedNode,
)
from entities.pictures.graph.tracks import RAIL, Row, Tracks, is_inward, rows_of, tracks_of

# The most it takes: as much as the narrowest pages have.
WIDTH = 300
# Between lines that end at one entity, and from the last track to the words.
PORT, TO_WORDS = 9, 9
GAP, GROUP_GAP, HERO_EDGE, SPACE, MARGIN = 7, 12, 12, 6, 4


def draw(hero: Node, nodes: Iterable[Node], edges: Iterable[Edge]) -> Picture:
    """The same rows in any order give the same picture. All edges end at the hero."""
    nodes = sorted({hero, *nodes}, key=lambda node: (node.name, node.key))
    columns = {node.key: int(node != hero) for node in nodes}
    bundles = bundled(set(edges), columns)
    rows = list(rows_of(hero, {node.key: node for node in nodes}, bundles))
    tracks = tracks_of(rows, bundles)
    height = stacked(rows, hero, tracks)
    return picture_of(rows, hero, nodes, tracks, height)


def stacked(rows: list[Row], hero: Node, tracks: Tracks) -> float:
    """Give each row its lines, its height and its y. Returns the height of all."""
    busy = Counter(key for row in rows if row.bundle for key in row.bundle.others)
    room = WIDTH - tracks.marks - 2 * MARK - SPACE - MARGIN
    y = 0.0
    for row in rows:
        row.lines, row.height = lines_of(row, hero, room, busy)
        y += GROUP_GAP if row.begins else GAP
        row.y = y + row.height / 2
        y += row.height
    return y + GROUP_GAP


def lines_of(row: Row, hero: Node, room: float, busy: Counter) -> tuple[Sequence[str], float]:
    if row.bundle:
        edge = row.bundle.first
        lines = [*placed.balanced(edge.words, WORDS, room, 3), *edge.remarks]
        return lines, placed.height_of(lines, WORDS)
    if row.node == hero:
        lines = placed.balanced(hero.name, HERO, room - 2 * HERO_EDGE, ALL)
        return lines, placed.height_of(lines, HERO) + HERO_EDGE
    lines = placed.balanced(row.node.name, NAME, room, 3)
    return lines, max(placed.height_of(lines, NAME), 2 * MARK + 2, (busy[row.key] + 1) * PORT)


def picture_of(rows: list[Row], hero: Node, nodes: list[Node], tracks: Tracks, height) -> Picture:
    numbers = {node.key: number for number, node in enumerate(nodes)}
    by_key = {row.key: row for row in rows}
    ports = ports_of(rows, tracks)
    left = 2 if is_clear(rows, hero) else tracks.marks
    middle = hero_in(by_key[hero.key], numbers[hero.key], left)
    others = [node_in(row, numbers, tracks.marks) for row in rows if row.node not in (None, hero)]
    bundles = [bundle_in(row, by_key, numbers, tracks, ports) for row in rows if row.bundle]
    heights = [middle.y, *(row.y for row in rows if row.bundle)]
    rail = f"M{RAIL} {strokes.whole(min(heights))}V{strokes.whole(max(heights))}"
    if left > RAIL:
        rail += f"M{RAIL} {strokes.whole(middle.y)}H{strokes.whole(left)}"
    boxes = [middle.box, *(one.box for one in others), *(one.label.box for one in bundles)]
    width = max(box[2] for box in boxes) + MARGIN
    return Picture(width, height, middle, others, bundles, rail)


def is_clear(rows: list[Row], hero: Node) -> bool:
    """Whether no line passes by the entity itself, from what stands above it to what is below."""
    above = {row.key for row in rows[: [row.key for row in rows].index(hero.key)]}
    spans = [{f"words {row.bundle.key}", *row.bundle.others} for row in rows if row.bundle]
    return not any(span & above and span - above for span in spans)


def ports_of(rows: list[Row], tracks: Tracks) -> dict[tuple[str, str], float]:
    """How far from the middle of an entity's row each line ends."""
    lines = defaultdict(list)
    for row in rows:
        for other in row.bundle.others if row.bundle else ():
            lines[other].append((row.y, row.bundle.key))
    return {
        (key, bundle): (index - (len(ends) - 1) / 2) * PORT
        for key, ends in lines.items()
        for index, (_, bundle) in enumerate(sorted(ends))
    }


def hero_in(row: Row, number: int, left: float) -> PlacedNode:
    x = left + HERO_EDGE + 2 * MARK + SPACE
    wide = placed.width_of(row.lines, HERO)
    place = left, row.y - row.height / 2, x + wide + HERO_EDGE, row.y + row.height / 2
    label = Label(x, placed.feet(row.lines, HERO, row.y), place, "start")
    return PlacedNode(number, row.node, left + HERO_EDGE + MARK, row.y, label, place)


def node_in(row: Row, numbers: dict[str, int], left: float) -> PlacedNode:
    x = left + 2 * MARK + SPACE
    wide = placed.width_of(row.lines, NAME)
    place = left, row.y - row.height / 2, x + wide, row.y + row.height / 2
    label = Label(x, placed.feet(row.lines, NAME, row.y), place, "start")
    return PlacedNode(numbers[row.key], row.node, left + MARK, row.y, label, place)


def bundle_in(row: Row, by_key, numbers, tracks: Tracks, ports) -> PlacedBundle:
    bundle, x = row.bundle, tracks.last + TO_WORDS
    wide = placed.width_of(row.lines, WORDS)
    place = x, row.y - row.height / 2, x + wide, row.y + row.height / 2
    label = Label(x, placed.feet(row.lines, WORDS, row.y), place, "start")
    arms = [
        Arm(edge, arm_to(row, by_key[end], tracks, ports), tuple(numbers[one] for one in edge.ends))
        for edge, end in zip(bundle.edges, bundle.others, strict=True)
    ]
    owner = by_key[bundle.owner].node.name
    return PlacedBundle(bundle, label, trunk_of(row, x), arms, owner)


def trunk_of(row: Row, x: float) -> Line:
    """From the rail to the words; an arrowhead there where the statement leads to the entity."""
    y, end = strokes.whole(row.y), strokes.whole(x - 4)
    if is_inward(row.bundle):
        return Line(f"M{RAIL + 7} {y}H{end}", strokes.tip(RAIL + 2, row.y, False))
    return Line(f"M{RAIL} {y}H{end}")


def arm_to(row: Row, other: Row, tracks: Tracks, ports) -> Line:
    """Along the track of the bundle, and round the corner to the entity."""
    y, end = other.y + ports[other.key, row.bundle.key], tracks.marks - 4
    has_tip = row.bundle.is_outward and not row.bundle.first.is_symmetric
    path = strokes.corner(tracks.x(row.bundle), row.y, end - 5 * has_tip, y)
    return Line(path, strokes.tip(end, y, True) if has_tip else "")
