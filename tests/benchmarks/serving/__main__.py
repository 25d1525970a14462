"""Measure serving: `python -m tests.benchmarks.serving [--sizes 1000,20000] [--datasette]`.

CPU time per request of all processes of a server, and wall time, in turns within one run; each as
multiples of the least that Django can answer on the same server.
"""

import argparse
from collections.abc import Sequence
from statistics import median

from tests.benchmarks.serving.cases import (
    Case,
    articles,
    of_each,
    rows,
    same,
    two_facets,
    words,
)  # fmt: skip
from tests.benchmarks.serving.portals import Portal, hello
from tests.benchmarks.serving.processes import Running
from tests.benchmarks.serving.readers import first

ROUNDS = 5
# The size at which the goals are set, and how much dearer a page may be at the largest one.
AIMED_AT, DEAREST = 20_000, 1.5
PAGES = (
    "/", "/articles/", "/entities/", "/elements/", "/relationships/", "/evidence/", "/map/",
    "/timeline/", "/figures/", "/gaps/", "/notes/", "/sources/", "/editions/", "/about/",
)  # fmt: skip
ENTITY = "/entities/made-1000/"
# An edition brings some pages along, but only for addresses without parameters.
ANEW = "?made=anew"
STYLE = "/static/css/base.css"


def cases_of(portal: Portal, served: Running, uncached: Running) -> list[Case]:
    """What is asked of one portal, with its pages kept and without."""
    article, size = "/articles/made-0/", portal.size
    etag = first(served.port, article).headers["ETag"]
    first(served.port, ENTITY)
    cases = [
        Case("static file", served, same(STYLE)),
        Case("cached article", served, same(article), 1.5),
        Case("304 of an article", served, same(article, **{"If-None-Match": etag}), 1.5, 304),
        Case("cached entity", served, same(ENTITY), 1.5),
        Case("article", uncached, of_each(articles(size))),
        Case("article, 60 links", uncached, of_each(articles(size, 100, ANEW)), 6),
        Case("the same, come along", uncached, of_each(articles(size, 100))),
        Case("entity, 50 statements", uncached, same(ENTITY + ANEW), 15),
        Case("the same, come along", uncached, same(ENTITY), 15),
        Case("its graph", uncached, same(f"{ENTITY}graph/")),
        Case("entity in most articles", uncached, same("/entities/made-1/" + ANEW)),
        Case("search", uncached, of_each(words("/search/?q={}")), 20),
        Case("articles, two facets", uncached, of_each(two_facets()), 20),
    ]
    return cases + [Case(path, uncached, same(path + ANEW)) for path in PAGES]


def beside(portal: Portal, other: Running) -> list[Case]:
    """What Datasette is asked."""
    search = "/datasette/articles?_size=20&_search={}"
    return [
        Case("Datasette: row", other, of_each(rows(portal.size, "datasette"))),
        Case("Datasette: search", other, of_each(words(search))),
    ]


def measure(portal: Portal, with_datasette: bool) -> list[Case]:
    """All cases of one portal, in turns; hello comes first."""
    servers = [hello(), portal.serve("public"), portal.serve("uncached", cache_url="dummycache://")]
    if with_datasette:
        servers.append(portal.datasette())
    try:
        cases = [Case("hello world", servers[0], same("/"))]
        cases += cases_of(portal, *servers[1:3])
        cases += beside(portal, servers[3]) if with_datasette else []
        for _ in range(1 + ROUNDS):
            for case in cases:
                case.turn()
        print_table(portal, cases)
        for server in servers[1:3]:
            resident, own = server.memory()
            print(f"memory of the worker, {server.name}: {resident} MiB, {own} of them its own")
    finally:
        for server in servers:
            server.stop()
    return cases


def print_table(portal: Portal, cases: Sequence[Case]) -> None:
    hello = cases[0].milliseconds
    print(f"\n{portal.size:,} articles{'CPU ms':>24}{'× hello':>10}{'goal':>6}{'wall ms':>10}")
    for case in cases:
        times = case.milliseconds / hello
        goal = "" if case.goal is None else f"{case.goal:g}"
        verdict = "" if case.goal is None else ("  met" if times <= case.goal else "  not met")
        print(
            f"{case.name:24}{case.milliseconds:14.2f}{times:10.1f}{goal:>6}"
            f"{median(case.wall) * 1000:10.2f}{verdict}"
        )


def print_growth(measured: dict[int, list[Case]]) -> None:
    """Each kind of request at the largest corpus beside the smallest, both against their hello."""
    (small, few), *_, (large, many) = sorted(measured.items())
    print(f"\n{large:,} articles beside {small:,} (goal: at most {DEAREST})")
    for one, other in zip(few, many, strict=False):
        ratio = (other.milliseconds / many[0].milliseconds) / (
            one.milliseconds / few[0].milliseconds
        )
        print(f"{one.name:24}{ratio:10.2f}{'' if ratio <= DEAREST else '  not met'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="1000,20000", help="of made corpora, with commas")
    parser.add_argument("--datasette", action="store_true", help="measure Datasette beside it")
    chosen = parser.parse_args()
    measured = {}
    for size in sorted(int(size) for size in chosen.sizes.split(",")):
        portal = Portal(size)
        portal.prepare()
        measured[size] = measure(portal, chosen.datasette)
    if len(measured) > 1:
        print_growth(measured)


if __name__ == "__main__":
    main()
