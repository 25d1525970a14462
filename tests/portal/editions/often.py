"""Publish again and again, and be killed at it: `python -m tests.portal.editions.often`.

The processes are forked from one that has Django ready, so that a publishing takes as long as it
takes, and not as long as a start of Python.
"""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable

import django


def publish_marked(count: int) -> None:
    """Each edition bears its number in an article, an entity and the index; say when it is out."""
    for _ in range(count):
        number = next_number()
        run(mark, number)
        run(publish)
        print(number, time.monotonic(), flush=True)


def publish_killed(kills: int, seed: int) -> None:
    """Kill publishings at random moments and see what readers have; some come through.

    On a busy machine moments are often too early or too late: then there are more of them.
    """
    dice = random.Random(seed)
    began = time.monotonic()
    run(publish)
    usual = time.monotonic() - began
    found = Counter()
    for number in range(1, 10 * kills):
        run(mark, number)
        died_as = killed(publish, after=dice.uniform(0, usual * 1.1))
        found[died_as] += 1
        found["drafts left"] += bool(list(folder().glob("draft-*")))
        see_to_it(faults() == [], f"kill {number}: {faults()}")
        if number % 5 == 0:
            run(publish)
            see_to_it(not list(folder().glob("draft-*")), f"kill {number}: a draft was left")
            see_to_it(all_sound(), f"kill {number}: an edition kept is not sound")
        if number >= kills and min(found["killed"], found["drafts left"]) >= kills / 2:
            break
    print(json.dumps(found))


def run(work: Callable, *arguments) -> None:
    """In a process of its own, which must come to its end."""
    child = forked(work, *arguments)
    _, status = os.waitpid(child, 0)
    see_to_it(status == 0, f"{work.__name__} ended with {status}")


def killed(work: Callable, *, after: float) -> str:
    child = forked(work)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return "killed" if os.WIFSIGNALED(status) else "ended before"


def forked(work: Callable, *arguments) -> int:
    child = os.fork()
    if child:
        return child
    try:
        work(*arguments)
        os._exit(0)
    except BaseException as error:
        print(repr(error), file=sys.stderr, flush=True)
        os._exit(1)


def see_to_it(is_so: bool, otherwise: str) -> None:
    if not is_so:
        raise SystemExit(otherwise)


# --- what is done in the processes


def mark(number: int) -> None:
    from django.db import transaction

    from articles.models import Article
    from articles.signals import article_changed
    from entities.announcing import announce
    from entities.models import Entity

    with transaction.atomic():
        article = Article.objects.get(slug="japan-namibia-rare-earths-exploration-deal")
        Article.objects.filter(pk=article.pk).update(title=f"Marked {number}")
        entity = Entity.objects.get(slug="jogmec")
        Entity.objects.filter(pk=entity.pk).update(description=f"Marked {number}")
        article_changed.send(Article, article_ids=[article.pk])
        announce(entity_ids=[entity.pk])


def publish() -> None:
    from portal.editions import publishing

    publishing.publish(keep=3)


# --- what is looked at; without the database, which a forked process must not share


def folder():
    from portal.editions import shelf

    return shelf.folder()


def next_number() -> int:
    from portal.editions import shelf

    return shelf.next_number()


def faults() -> list[str]:
    from portal.editions import shelf, verifying

    return verifying.faults_of_pointer() or verifying.faults_of(shelf.current())


def all_sound() -> bool:
    from portal.editions import shelf, verifying

    return not any(verifying.faults_of(one) for one in shelf.editions())


def main() -> None:
    django.setup()
    what, *numbers = sys.argv[1:]
    {"marked": publish_marked, "killed": publish_killed}[what](*map(int, numbers))


if __name__ == "__main__":
    main()
