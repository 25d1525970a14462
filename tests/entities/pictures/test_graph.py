"""The picture of a graph: everything is in it once, nothing over another, in whatever order."""

import random
import re
from itertools import combinations

import pytest

from entities.pictures.graph import cutting, placed, rail
from entities.pictures.graph import wide as graph
from entities.pictures.graph.bundling import Edge, Node, bundled

WORDS = ["is in", "is a potential source of", "takes part in the development of", "knows", "is"]
NAMES = ["Lofdal", "Japan-Namibia rare earth exploration agreement", "Heavy rare earths", "Y"]
KINDS = ["country", "project", "element", "agreement", "concept"]
HERO = Node("hero", "Rare earth elements", "element_group")


def random_graph(seed, size=25, steps=2):
    """A hero, what is one step away, what is two, and statements between them."""
    draw = random.Random(seed)
    nodes = [
        Node(f"n{number}", f"{draw.choice(NAMES)} {number}", draw.choice(KINDS))
        for number in range(draw.randint(1, size))
    ]
    near = nodes if steps == 1 else nodes[: max(1, len(nodes) // 2)]
    pairs = [(HERO, node) for node in near]
    pairs += [(draw.choice(near), node) for node in nodes if node not in near]
    pairs += [(draw.choice([HERO, *near * (steps - 1)]), draw.choice(nodes)) for _ in nodes]
    pairs = [draw.sample(pair, 2) for pair in pairs if pair[0] != pair[1]]
    edges = {edge.key: edge for edge in (random_edge(draw, *pair) for pair in pairs)}
    return nodes, list(edges.values())


def random_edge(draw, subject, object):
    words = draw.choice(WORDS)
    claim = draw.choice(["reported", "reported", "disputed"])
    return Edge(
        f"{subject.key}--{words}--{object.key}", subject.key, object.key, words, words, claim,
        remarks=("◆ disputed",) if claim == "disputed" else (), is_symmetric=words == "knows",
        articles=draw.randint(1, 6),
    )  # fmt: skip


def boxes_of(picture):
    nodes = [node.box for node in [picture.hero, *picture.nodes]]
    return nodes + [bundle.label.box for bundle in picture.bundles]


def overlap(one, other):
    return min(one[2], other[2]) - max(one[0], other[0]) > 0.01 and (
        min(one[3], other[3]) - max(one[1], other[1]) > 0.01
    )


def edges_in(picture):
    return sorted(arm.edge.key for bundle in picture.bundles for arm in bundle.arms)


def pictures(seed):
    yield graph.draw(HERO, *random_graph(seed))
    yield rail.draw(HERO, *random_graph(seed, steps=1))


@pytest.mark.parametrize("seed", range(12))
def test_no_label_stands_over_another_nor_over_an_entity(seed):
    for picture in pictures(seed):
        clashes = [pair for pair in combinations(boxes_of(picture), 2) if overlap(*pair)]
        assert not clashes
        for box in boxes_of(picture):
            assert box[0] >= 0 and box[1] >= 0
            assert box[2] <= picture.width + 0.01 and box[3] <= picture.height + 0.01


@pytest.mark.parametrize("seed", range(12))
def test_every_entity_and_every_statement_is_drawn_once(seed):
    for steps, draw in ((2, graph.draw), (1, graph.draw), (1, rail.draw)):
        nodes, edges = random_graph(seed, steps=steps)
        picture = draw(HERO, nodes, edges)
        assert edges_in(picture) == sorted(edge.key for edge in edges)
        assert sorted(one.node.key for one in picture.nodes) == sorted(node.key for node in nodes)


@pytest.mark.parametrize("seed", range(12))
def test_the_same_rows_in_any_order_give_the_same_picture(seed):
    for steps, draw in ((2, graph.draw), (1, rail.draw)):
        nodes, edges = random_graph(seed, steps=steps)
        picture = draw(HERO, nodes, edges)
        random.Random(seed).shuffle(nodes)
        assert draw(HERO, nodes, edges[::-1]) == picture


CURVE = re.compile(r"([Mchv])(-?\d+)(?: (-?\d+) (-?\d+) (-?\d+) (-?\d+) (-?\d+)| (-?\d+))?")


def points_along(path):
    """Points close together along the moves, level lines and curves of a path."""
    x = y = 0
    for letter, *numbers in CURVE.findall(path):
        numbers = [int(number) for number in numbers if number]
        if letter == "M":
            x, y = numbers
            continue
        dx, dy = (numbers[0], 0) if letter == "h" else numbers[-2:]
        for step in range(21):
            t = step / 20
            bent = 1.5 * t * (1 - t) + t**3 if letter == "c" else t
            rise = 3 * t**2 - 2 * t**3
            yield x + dx * bent, y + dy * rise
        x, y = x + dx, y + dy


@pytest.mark.parametrize("seed", range(12))
def test_no_line_runs_under_a_label_or_an_entity(seed):
    picture = graph.draw(HERO, *random_graph(seed))
    lines = [line for one in picture.bundles for line in [one.trunk, *(a.line for a in one.arms)]]
    points = [point for line in lines for point in points_along(line.path)]
    for x0, y0, x1, y1 in boxes_of(picture):
        inside = [(x, y) for x, y in points if x0 + 1 < x < x1 - 1 and y0 + 1 < y < y1 - 1]
        assert not inside


def test_an_arrow_leads_to_the_object_and_a_statement_that_holds_both_ways_has_none():
    nodes = [Node("left", "Left", "country"), Node("right", "Right", "country")]
    edges = [Edge("a", "left", "hero", "acts on"), Edge("b", "hero", "right", "acts on")]
    picture = graph.draw(HERO, nodes, edges)
    left, right = sorted(picture.nodes, key=lambda node: node.x)
    assert left.node.key == "left" and left.x < picture.hero.x < right.x
    first, second = sorted(picture.bundles, key=lambda bundle: bundle.label.x)
    assert first.trunk.tip and not first.arms[0].line.tip
    assert second.arms[0].line.tip and not second.trunk.tip
    both = graph.draw(HERO, nodes[:1], [Edge("c", "left", "hero", "knows", is_symmetric=True)])
    assert not both.bundles[0].trunk.tip and not both.bundles[0].arms[0].line.tip


def test_statements_alike_share_their_words_and_disputed_ones_stand_apart():
    claims = ["reported", "reported", "reported", "disputed"]
    edges = [
        Edge(f"e{n}", "hero", f"n{n}", "is used in", claim=claim) for n, claim in enumerate(claims)
    ]
    bundles = bundled(edges, {"hero": 0} | {f"n{n}": 2 for n in range(4)})
    assert [[edge.key for edge in one.edges] for one in bundles] == [["e0", "e1", "e2"], ["e3"]]
    assert {one.owner for one in bundles} == {"hero"}


def test_the_width_of_a_line_says_how_many_independent_quotes_there_are():
    assert [Edge("e", "a", "b", "is", articles=n).width for n in (1, 2, 3, 4, 9)] == [1, 2, 3, 4, 4]


def test_an_entity_alone_is_a_picture_too():
    for draw in (graph.draw, rail.draw):
        picture = draw(HERO, [], [])
        assert not picture.bundles and picture.width > 0 and picture.height > 0


@pytest.mark.parametrize("seed", range(12))
def test_what_is_cut_and_what_is_drawn_are_everything(seed):
    nodes, edges = random_graph(seed, size=40)
    most = random.Random(seed).randint(2, 20)
    kept = cutting.cut(HERO, nodes, edges, most)
    assert len(kept.nodes) == min(most, len(nodes) + 1)
    assert sorted(one.key for one in [*kept.nodes, *kept.rest]) == sorted(
        ["hero", *(node.key for node in nodes)]
    )
    keys = {node.key for node in kept.nodes}
    assert set(kept.edges) == {edge for edge in edges if keys.issuperset(edge.ends)}
    graph.draw(kept.hero, kept.nodes, kept.edges)


def test_the_cut_prefers_the_nearer_then_more_quotes_then_the_name():
    nodes = [Node(key, key, "country") for key in ("far", "b", "a", "c")]
    edges = [
        Edge("1", "hero", "a", "is"), Edge("2", "hero", "b", "is"),
        Edge("3", "c", "hero", "is", articles=2), Edge("4", "a", "far", "is", articles=9),
    ]  # fmt: skip
    kept = cutting.cut(HERO, nodes, edges, 3)
    assert [node.key for node in kept.nodes] == ["hero", "c", "a"]
    assert [node.key for node in kept.rest] == ["b", "far"]


def test_words_are_broken_into_lines_as_even_as_they_can_be():
    text = "takes part in the development of"
    assert placed.balanced(text, 12, 116, 4) == ("takes part in the", "development of")
    assert placed.balanced("Antidisestablishmentarianism", 12, 60, 2)[1].endswith("…")
