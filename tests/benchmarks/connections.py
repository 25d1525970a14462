"""Measure how two entities are connected: `python -m tests.benchmarks.connections [--postgres]`.

Of 50,000 made statements a few entities stand in thousands, and most in two or three. What counts
is the CPU time of a whole request, page included; PostgreSQL works in processes of its own, so that
there it is the time that passes.
"""

import random
import re
import sys
import time
from collections import Counter
from datetime import date
from statistics import median

from tests.benchmarks import throwaway

ENTITIES, STATEMENTS, ARTICLES, ROUNDS = 20_000, 50_000, 2_000, 5
# Milliseconds for the answer.
GOAL = 300


def pairs(dice: random.Random) -> list[tuple[int, int]]:
    """Who is joined to whom: one end is any entity, the other one of which much is said."""
    said = [1 / rank**1.15 for rank in range(1, ENTITIES + 1)]
    found: dict[tuple[int, int], None] = {}
    while len(found) < STATEMENTS:
        often = dice.choices(range(1, ENTITIES + 1), said, k=STATEMENTS)
        for one, other in zip(often, dice.choices(range(1, ENTITIES), k=STATEMENTS), strict=True):
            if one != other and (other, one) not in found:
                found[one, other] = None
    return list(found)[:STATEMENTS]


def fill(joined: list[tuple[int, int]], dice: random.Random) -> None:
    from entities.kinds import KINDS
    from entities.models import Entity, Relationship, RelationType

    kinds = list(KINDS)
    Entity.objects.bulk_create(
        Entity(pk=pk, slug=f"made-{pk}", name=f"Made {pk}", kind=kinds[(pk - 1) % len(kinds)])
        for pk in range(1, ENTITIES + 1)
    )
    RelationType.objects.create(
        pk=1, slug="made", label="deals with", inverse="is dealt with by",
        subject_kinds=kinds, object_kinds=kinds,
    )  # fmt: skip
    Relationship.objects.bulk_create(
        Relationship(pk=pk, slug=f"made-{pk}", subject_id=one, object_id=other, type_id=1)
        for pk, (one, other) in enumerate(joined, 1)
    )
    fill_evidence(dice)


def fill_evidence(dice: random.Random) -> None:
    """One to three quotes a statement, each from another article."""
    from articles.models import Article
    from entities.models import Evidence

    Article.objects.bulk_create(
        Article(pk=pk, slug=f"made-{pk}", title=f"Made {pk}", sort_day=date(2026, 1, 1))
        for pk in range(1, ARTICLES + 1)
    )
    Evidence.objects.bulk_create(
        Evidence(
            relationship_id=pk, article_id=article, quote=f"Made {pk} in {article}.", state="ok"
        )
        for pk in range(1, STATEMENTS + 1)
        for article in dice.sample(range(1, ARTICLES + 1), dice.choice((1, 1, 2, 3)))
    )


def analyze() -> None:
    """As a server does by itself, in time."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def questions(joined: list[tuple[int, int]]) -> dict[str, str]:
    """Addresses of questions easy and hard, by what they ask."""
    from entities.kinds import HUB_KINDS
    from entities.models import Entity

    said = Counter(end for pair in joined for end in pair)
    hubs = set(Entity.objects.filter(kind__in=HUB_KINDS).values_list("pk", flat=True))
    most = [pk for pk, _ in said.most_common() if pk not in hubs]
    countries = [pk for pk, _ in said.most_common() if pk in hubs]
    few = sorted(pk for pk in most if said[pk] == 3)
    greatest = said.most_common()[0][0]
    leaves = sorted(
        other for pair in joined if greatest in pair for other in pair
        if said[other] == 1
    )  # fmt: skip
    twigs = sorted(
        other for pair in joined if greatest in pair for other in pair
        if said[other] == 2
    )  # fmt: skip
    silent = next(pk for pk in range(1, ENTITIES) if not said[pk])
    ask = "/connections/?from=made-{}&to=made-{}".format
    return {
        "little said, and little": ask(few[0], few[-1]),
        "little, and little else": ask(few[1], few[-2]),
        "little, and the most": ask(few[0], most[0]),
        "the two most, no hubs": ask(most[0], most[1]),
        "the greatest hub, and little": ask(countries[0], few[0]),
        "the two greatest hubs": ask(countries[0], countries[1]),
        "a great hub, and a small one": ask(countries[0], countries[200]),
        "little and little, by hubs": ask(few[0], few[-1]) + "&hubs=yes",
        "hub and little, by hubs": ask(countries[0], few[0]) + "&hubs=yes",
        "hub and small one, by hubs": ask(countries[0], countries[200]) + "&hubs=yes",
        "two leaves of one hub, by hubs": ask(leaves[0], leaves[-1]) + "&hubs=yes",
        "two twigs of one hub, by hubs": ask(twigs[0], twigs[-1]) + "&hubs=yes",
        "one of which nothing is said": ask(few[0], silent),
        "no question": "/connections/",
    }


def measure(address: str, clock) -> tuple[float, int, str]:
    """Milliseconds, queries, and how many steps the paths have."""
    from django.db import connection
    from django.test import Client

    client, rounds, queries = Client(), [], []
    with connection.execute_wrapper(lambda run, *args: queries.append(args[0]) or run(*args)):
        html = client.get(address).content.decode()
    for _ in range(ROUNDS):
        start = clock()
        client.get(address)
        rounds.append(clock() - start)
    steps = re.findall(r'class="count">(\d) step', html)
    return median(rounds) * 1000, len(queries), " ".join(steps) or "none"


def measure_all(name: str, database_url: str, clock) -> None:
    with throwaway.new_portal(database_url):
        dice = random.Random(1)
        joined = pairs(dice)
        fill(joined, dice)
        analyze()
        print(f"\nconnections, {name}, {STATEMENTS:,} statements (goal: at most {GOAL} ms)")
        for asked, address in questions(joined).items():
            milliseconds, queries, steps = measure(address, clock)
            print(f"{asked:30}{milliseconds:8.0f} ms{queries:4} queries   steps: {steps}")


def main() -> None:
    if "--postgres" in sys.argv:
        with throwaway.own_server() as url:
            measure_all("PostgreSQL", url, time.perf_counter)
    else:
        measure_all("SQLite", "", time.process_time)


if __name__ == "__main__":
    main()
