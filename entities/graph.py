"""The statements about an entity as the nodes and edges of its graph, cut to what is drawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from entities.claims import counted, doubts, sentence
from entities.connections.reading import Join
from entities.models import Entity
from entities.models import Relationship as Statement
from entities.pictures.graph import rail
from entities.pictures.graph import wide as graph
from entities.pictures.graph.bundling import Edge, Node
from entities.pictures.graph.cutting import Cut, cut, steps_from
from entities.pictures.graph.placed import Picture
from entities.querysets import RelationshipQuerySet

# How many entities a reader can take in: on a page of its own, and among other things.
MOST, MOST_BESIDE = 60, 25


@dataclass(frozen=True)
class Graph:
    """What is drawn, the statements in it, and the pictures; a narrow one only of one step."""

    cut: Cut
    statements: list[Statement]
    # How many there are, drawn or not.
    count: int
    picture: Picture
    narrow: Picture | None
    # All that the pictures show, and so what they are known by.
    content: tuple


def graph_of(entity: Entity, statements: RelationshipQuerySet, steps: int, most: int) -> Graph:
    """Chosen by their ends and counts, of however many statements; only what is drawn is read."""
    joined = list(statements.joins())
    nodes = {one.pk: node_of(one) for one in Entity.objects.at_ends_of(statements).for_list()}
    hero = node_of(entity)
    kept = cut(hero, nodes.values(), light_edges(joined, nodes), most)
    drawn = list(statements.for_graph(entity).filter(pk__in=[edge.key for edge in kept.edges]))
    edges = list(map(edge_of, drawn))
    # A curator may take a statement away meanwhile.
    near = steps_from(hero.key, edges)
    content = hero, tuple(node for node in kept.nodes if node.key in near), tuple(edges)
    wide, narrow = pictures_of(*content)
    return Graph(kept, drawn, len(joined), wide, narrow if steps == 1 else None, content)


# To place sixty entities takes longer than all else on a page, and they seldom change.
@lru_cache(maxsize=64)
def pictures_of(
    hero: Node, nodes: tuple[Node, ...], edges: tuple[Edge, ...]
) -> tuple[Picture, Picture | None]:
    """A wide picture; and a narrow one, where all are joined to the hero."""
    is_near = all(hero.key in (edge.subject, edge.object) for edge in edges)
    narrow = rail.draw(hero, nodes, edges) if is_near else None
    return graph.draw(hero, nodes, edges), narrow


def light_edges(joined: Iterable[Join], nodes: dict[int, Node]) -> list[Edge]:
    """Without words. A curator may add an entity meanwhile, which is not among the nodes."""
    return [
        Edge(str(pk), nodes[subject].key, nodes[object_].key, "", articles=quotes)
        for pk, subject, object_, quotes in joined
        if {subject, object_} <= nodes.keys()
    ]


def node_of(entity: Entity) -> Node:
    return Node(entity.slug, str(entity), entity.kind)


def edge_of(one: Statement) -> Edge:
    """Its sentence says also what its line says by width and pattern."""
    in_doubt = doubts(one)
    said = [sentence(one), *(doubt.words for doubt in in_doubt), counted(one.quote_count)]
    return Edge(
        one.slug,
        one.subject.slug,
        one.object.slug,
        one.type.label,
        ", ".join(said),
        one.claim,
        one.is_sound,
        tuple(map(str, in_doubt)),
        one.type.symmetric,
        one.quote_count,
        one.type.slug,
    )
