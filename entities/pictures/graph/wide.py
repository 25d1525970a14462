"""The graph of an entity in columns, read from left to right as sentences. Pure.

The entity stands in the middle: what is stated of others towards it comes from the left, what is
stated of it leads to the right, and what is two steps away stands beyond.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from entities.pictures.graph import placed, routes
from entities.pictures.graph.bundling import Edge, Node, bundled
from entities.pictures.graph.columns import Box, arranged, ranked_across
from entities.pictures.graph.cutting import steps_from
from entities.pictures.graph.placed import (
    ALL,
    HERO,
    MARK,
    NAME,
    WORDS,
    Arm,
    Label,
    Picture,
    PlacedBundle,
    PlacedNode,
)
from entities.pictures.graph.routes import PORT, Route

NAME_ROOM, WORDS_ROOM, HERO_ROOM = 134, 116, 124
CURVES, GAP, MARGIN = 40, 10, 6
# A page has so much room for one step, and for two; each curve takes so much more of it at most.
ROOM, WIDE_ROOM, MORE = 770, 1248, 28
# What crosses the middle without touching it comes last.
LAST = 99
# Between a mark and its name; between the name of the entity itself and the edge about it.
SPACE, HERO_EDGE = 6, 12


def draw(hero: Node, nodes: Iterable[Node], edges: Iterable[Edge]) -> Picture:
    """The same rows in any order give the same picture. All nodes hang together with the hero."""
    nodes = sorted({hero, *nodes}, key=lambda node: (node.name, node.key))
    edges = sorted(set(edges), key=lambda edge: edge.key)
    columns = columns_of(hero.key, edges)
    ways = [routes.route_of(bundle, columns) for bundle in bundled(edges, columns)]
    texts = texts_of(hero, nodes, ways)
    boxes = {box.key: box for box in boxes_of(hero, nodes, ways, columns, texts)}
    arranged(boxes.values(), routes.joints(ways), GAP)
    return framed(hero, nodes, ways, boxes, texts)


def columns_of(hero: str, edges: list[Edge]) -> dict[str, int]:
    """Even columns hold entities, by steps from the middle; the odd ones between hold words."""
    steps = steps_from(hero, edges)
    at = defaultdict(list)
    for edge in edges:
        for end in edge.ends:
            at[end].append(edge)
    columns = {hero: 0}
    for key in sorted(steps.keys() - {hero}, key=lambda key: (steps[key], key)):
        votes = [side_of(key, edge, steps, columns) for edge in at[key]]
        columns[key] = 2 * steps[key] * (-1 if sum(votes) < 0 else 1)
    return columns


def side_of(key: str, edge: Edge, steps: dict[str, int], columns: dict[str, int]) -> int:
    """Left or right, as a statement has it that joins an entity to one nearer the middle."""
    other = edge.other(key)
    if steps[other] >= steps[key]:
        return 0
    if columns[other]:
        return 1 if columns[other] > 0 else -1
    return 1 if edge.object == key or edge.is_symmetric else -1


def texts_of(hero: Node, nodes: list[Node], ways: list[Route]) -> dict[str, Sequence[str]]:
    """The lines of each label, by the key of its box."""
    texts = {node.key: placed.balanced(node.name, NAME, NAME_ROOM, 4) for node in nodes}
    texts[hero.key] = placed.balanced(hero.name, HERO, HERO_ROOM, ALL)
    for way in ways:
        edge = way.bundle.first
        texts[way.words[0]] = [*placed.balanced(edge.words, WORDS, WORDS_ROOM, 4), *edge.remarks]
    return texts


def boxes_of(hero, nodes, ways, columns, texts) -> Iterable[Box]:
    busy = routes.lines_at(ways)
    for node in nodes:
        width = placed.width_of(texts[node.key], NAME) + 2 * MARK + SPACE
        height = max(placed.height_of(texts[node.key], NAME), 2 * MARK + 2)
        if node == hero:
            width = max(placed.width_of(texts[node.key], HERO), 40) + 2 * HERO_EDGE
            height = placed.height_of(texts[node.key], HERO) + 2 * MARK + 3 * SPACE
        height = max(height, (busy[node.key] + 1) * PORT)
        yield Box(node.key, columns[node.key], width, height, node.name, node == hero)
    for way in ways:
        text = texts[way.words[0]]
        sizes = placed.width_of(text, WORDS), placed.height_of(text, WORDS)
        yield Box(*way.words, *sizes, way.bundle.first.words)
    for key, column in routes.passes(ways):
        yield Box(key, column, 0, PORT, key)


def framed(hero, nodes, ways, boxes, texts) -> Picture:
    """Everything moved into a frame that begins at 0, 0."""
    width = across(boxes.values())
    top = min(box.y - box.height / 2 for box in boxes.values()) - MARGIN
    height = max(box.y + box.height / 2 for box in boxes.values()) - top + MARGIN
    for box in boxes.values():
        box.move(MARGIN, -top)
    numbers = {node.key: number for number, node in enumerate(nodes)}
    shown = {node.key: node_in(boxes[node.key], node, numbers, texts) for node in nodes}
    return Picture(
        width + 2 * MARGIN, height, shown.pop(hero.key), list(shown.values()),
        bundles_in(ways, boxes, numbers, texts),
    )  # fmt: skip


def across(boxes: Iterable[Box]) -> float:
    """Side by side, and with easier curves where a page has room for them. Returns the width."""
    columns = {box.column for box in boxes}
    width = ranked_across(boxes, CURVES)
    spare = (ROOM if max(map(abs, columns)) <= 2 else WIDE_ROOM) - 2 * MARGIN - width
    if spare <= 0 or len(columns) == 1:
        return width
    return ranked_across(boxes, CURVES + min(spare / (len(columns) - 1), MORE))


def node_in(box: Box, node: Node, numbers: dict[str, int], texts) -> PlacedNode:
    edges = box.x - box.width / 2, box.x + box.width / 2
    place = edges[0], box.y - box.height / 2, edges[1], box.y + box.height / 2
    if box.is_middle:
        label = hero_label(box, texts[node.key])
        return PlacedNode(numbers[node.key], node, box.x, place[1] + SPACE + MARK, label, place)
    is_leftward = box.column < 0
    inner = edges[1] - MARK if is_leftward else edges[0] + MARK
    x = inner - MARK - SPACE if is_leftward else inner + MARK + SPACE
    anchor = "end" if is_leftward else "start"
    label = Label(x, placed.feet(texts[node.key], NAME, box.y), place, anchor)
    return PlacedNode(numbers[node.key], node, inner, box.y, label, place)


def hero_label(box: Box, text: list[str]) -> Label:
    half = placed.width_of(text, HERO) / 2, placed.height_of(text, HERO) / 2
    middle = box.y + MARK
    place = box.x - half[0], middle - half[1], box.x + half[0], middle + half[1]
    return Label(box.x, placed.feet(text, HERO, middle), place)


def bundles_in(ways: list[Route], boxes, numbers, texts) -> list[PlacedBundle]:
    """From the middle outwards, and downwards: the order in which a keyboard comes to them."""
    ports = routes.ports_of(ways, boxes)
    order = sorted(ways, key=lambda way: reading_order(boxes[way.words[0]]))
    return [bundle_in(way, boxes, ports, numbers, texts) for way in order]


def reading_order(box: Box) -> tuple:
    return abs(box.column) or LAST, box.column, box.y, box.key


def bundle_in(way: Route, boxes, ports, numbers, texts) -> PlacedBundle:
    box, text = boxes[way.words[0]], texts[way.words[0]]
    half = box.width / 2, box.height / 2
    place = box.x - half[0], box.y - half[1], box.x + half[0], box.y + half[1]
    trunk, lines = routes.drawn(way, boxes, ports)
    arms = [
        Arm(edge, line, tuple(numbers[end] for end in edge.ends))
        for edge, line in zip(way.bundle.edges, lines, strict=True)
    ]
    label = Label(box.x, placed.feet(text, WORDS, box.y), place)
    return PlacedBundle(way.bundle, label, trunk, arms, boxes[way.bundle.owner].name)
