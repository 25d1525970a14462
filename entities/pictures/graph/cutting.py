"""What of a graph a picture can hold: the nearer, what more articles state, then by name. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from entities.pictures.graph.bundling import Edge, Node


@dataclass(frozen=True)
class Cut:
    """What is drawn, and the nodes that are not, in the order in which they would have come."""

    hero: Node
    nodes: list[Node]
    edges: list[Edge]
    rest: list[Node]


def cut(hero: Node, nodes: Iterable[Node], edges: Iterable[Edge], most: int) -> Cut:
    """At most `most` nodes, the hero among them, with every edge between those kept."""
    edges = list(edges)
    steps = steps_from(hero.key, edges)
    strength = strengths(edges, steps)
    ranked = sorted(
        (node for node in set(nodes) if node != hero and node.key in steps),
        key=lambda node: (steps[node.key], -strength[node.key], node.name, node.key),
    )
    kept = [hero, *ranked[: most - 1]]
    keys = {node.key for node in kept}
    drawn = [edge for edge in edges if keys.issuperset(edge.ends)]
    return Cut(hero, kept, drawn, ranked[most - 1 :])


def steps_from(hero: str, edges: Iterable[Edge]) -> dict[str, int]:
    """How far each node is from the hero; what does not hang together with it is left out."""
    beside = defaultdict(list)
    for edge in edges:
        beside[edge.subject].append(edge.object)
        beside[edge.object].append(edge.subject)
    steps, reached = {hero: 0}, [hero]
    for here in reached:
        for there in beside[here]:
            if there not in steps:
                steps[there] = steps[here] + 1
                reached.append(there)
    return steps


def strengths(edges: Iterable[Edge], steps: dict[str, int]) -> dict[str, int]:
    """The most independent quotes of a statement that joins a node to one nearer the hero."""
    most = defaultdict(int)
    for edge in edges:
        for end in edge.ends:
            if end in steps and steps[edge.other(end)] < steps[end]:
                most[end] = max(most[end], edge.articles)
    return most
