"""The statements about an entity as the nodes and edges of its graph, cut to what is drawn."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from entities.claims import counted, doubts, sentence
from entities.models import Entity
from entities.pictures.graph import rail
from entities.pictures.graph import wide as graph
from entities.pictures.graph.bundling import Edge, Node
from entities.pictures.graph.cutting import Cut, cut
from entities.pictures.graph.placed import Picture
from entities.rows import NamedEntity, Stated

# How many entities a reader can take in: on a page of its own, and among other things.
MOST, MOST_BESIDE = 60, 25


@dataclass(frozen=True, eq=False)
class Pictures:
    """A wide one, and a narrow one of one step. They stay the same as long as what they show does,
    and are known by themselves."""

    wide: Picture
    narrow: Picture | None


@dataclass(frozen=True)
class Graph:
    """What is drawn, the statements in it, and the pictures of it."""

    cut: Cut
    statements: list[Stated]
    # How many there are, drawn or not.
    count: int
    pictures: Pictures


def graph_of(
    entity: Entity | NamedEntity, statements: list[Stated], steps: int, most: int
) -> Graph:
    """Chosen by their ends and counts, of however many statements; only these are worded."""
    hero, nodes = node_of(entity), nodes_of(statements)
    kept = cut(hero, nodes.values(), light_edges(statements), most)
    keys = {edge.key for edge in kept.edges}
    drawn = sorted((one for one in statements if one.slug in keys), key=nearest_first(entity))
    pictures = pictures_of(steps, hero, tuple(kept.nodes), tuple(map(edge_of, drawn)))
    return Graph(kept, drawn, len(statements), pictures)


# To place sixty entities takes longer than all else on a page, and they seldom change.
@lru_cache(maxsize=64)
def pictures_of(steps: int, *shown: Node | tuple[Node, ...] | tuple[Edge, ...]) -> Pictures:
    return Pictures(graph.draw(*shown), rail.draw(*shown) if steps == 1 else None)


def nodes_of(statements: Iterable[Stated]) -> dict[str, Node]:
    ends = {end.slug: end for one in statements for end in (one.subject, one.object)}
    return {slug: node_of(end) for slug, end in ends.items()}


def light_edges(statements: Iterable[Stated]) -> list[Edge]:
    """Without words."""
    return [
        Edge(one.slug, one.subject.slug, one.object.slug, "", articles=one.quote_count)
        for one in statements
    ]


def nearest_first(entity: Entity | NamedEntity) -> Callable[[Stated], tuple]:
    """The order in which they are listed: then those with more independent quotes, then by name."""

    def place(one: Stated) -> tuple:
        is_far = entity.pk not in (one.subject.pk, one.object.pk)
        return is_far, -one.quote_count, one.object.name, one.subject.name, one.slug

    return place


def node_of(entity: Entity | NamedEntity) -> Node:
    return Node(entity.slug, str(entity), entity.kind)


def edge_of(one: Stated) -> Edge:
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
