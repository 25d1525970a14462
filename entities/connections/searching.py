"""Find the shortest ways from one entity to another. Pure: who is joined to whom in, paths out.

The search walks from both ends in turn, and where the two walks meet there is a path. Of the ways
to one place it keeps only those that may be part of an answer: the work grows with the statements
near the ends, and not with the number of paths.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from heapq import nsmallest

MOST_STEPS, MOST_PATHS = 4, 5

# By slug: who is joined to whom, and by how many independent quotes.
Joined = Mapping[str, Mapping[str, int]]
Path = tuple[str, ...]
# More quotes come first, so that they count as less.
Way = tuple[int, Path]
Ways = dict[str, list[Way]]


def paths_by_steps(
    joined: Joined, start: str, goal: str, hubs: Collection[str] = ()
) -> Iterator[list[Path]]:
    """The paths of one step, then those of two and so on, of each so many that the first MOST_PATHS
    of all are among them.

    Who is joined to whom may be filled in meanwhile. For one step and for two, it is who is joined
    to the ends; for three, besides, who of the neighbours of the one is joined to whom of the
    other's; for four, who is joined to both.
    """
    closed = {*hubs} - {start, goal}
    at = {end: {end: [(0, (end,))]} for end in (start, goal)}
    near = {
        end: walk_on(joined, at[end], {*closed, other}, joined)
        for end, other in ((start, goal), (goal, start))
    }
    yield met(near[start], at[goal], closed)
    yield met(near[start], near[goal], closed)
    yield met(walk_on(joined, near[start], {*closed, goal}, near[goal]), near[goal], closed)
    far = walk_on(joined, near[start], {*closed, goal}, joined)
    yield met(far, walk_on(joined, near[goal], {*closed, start}, far), closed)


def met(there: Ways, back: Ways, closed: Collection[str]) -> list[Path]:
    return [path for _, path in nsmallest(MOST_PATHS, meetings(there, back, closed))]


def few_and_many(joined: Joined, start: str, goal: str) -> tuple[str, str]:
    """The end that is joined to fewer others, which shows where to look from the other end."""
    few, many = sorted((start, goal), key=lambda end: len(joined.get(end, ())))
    return few, many


def walk_on(joined: Joined, ways: Ways, closed: Collection[str], wanted: Mapping) -> Ways:
    """The best ways of one step more to what is wanted, by where they end."""
    further: Ways = defaultdict(list)
    for place in ways.keys() - closed:
        neighbours = joined.get(place, {})
        for neighbour in neighbours.keys() & wanted.keys():
            further[neighbour] += [
                (less - neighbours[neighbour], (*path, neighbour))
                for less, path in ways[place]
                if neighbour not in path
            ]
    # An entity that both halves of a path would pass through makes a shorter path by itself: as
    # many ways to a place as paths are wanted are enough.
    return {place: nsmallest(MOST_PATHS, found) for place, found in further.items()}


def meetings(there: Ways, back: Ways, closed: Collection[str]) -> Iterator[Way]:
    """The paths of which one half walks there and the other comes back."""
    for place in there.keys() & back.keys() - closed:
        for less, path in there[place]:
            for less_back, path_back in back[place]:
                if set(path).isdisjoint(path_back[:-1]):
                    yield less + less_back, path + path_back[-2::-1]
