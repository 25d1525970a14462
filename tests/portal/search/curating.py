"""A process that curates a portal of its own, until it is done or is killed at a named point.

    python -m tests.portal.search.curating WHAT SEED

Run by `test_outbox` on the database that DATABASE_URL names. Everything it does goes through the
importer and admin; to be killed at a point it only wraps what happens there.
"""

import json
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.test import Client  # noqa: E402

from articles.models import Article  # noqa: E402
from entities.models import Entity  # noqa: E402
from portal.search import generations, indexing  # noqa: E402
from portal.search.backends import backend  # noqa: E402
from portal.search.contract import State  # noqa: E402
from portal.search.models import IndexNote  # noqa: E402
from tests.articles.test_admin import submit, url  # noqa: E402
from tests.makers import make_article  # noqa: E402
from tests.portal.search.in_step import differences  # noqa: E402

SUBJECTS = ["Namibia", "Japan", "China", "JOGMEC", "dysprosium"]
VERBS = ["digs", "buys", "sells", "maps", "names", "doubts", "praises", "weighs"]
# Of the time that a write takes, and of that of a few edits.
WRITE_SECONDS, EDIT_SECONDS = 0.05, 1.5


def main(what: str, seed: str) -> None:
    dice = random.Random(int(seed))
    if what == "check":
        say(left=waiting(), differences=differences(backend()))
    elif what == "start":
        start_and_check()
    elif what == "edit":
        edit(dice, times=12)
    elif what == "serve":
        serve()
    elif what == "read":
        read()
    else:
        start_and_check()
        POINTS[what](dice)
        edit(dice, times=50)


def say(**answer) -> None:
    print(json.dumps(answer), flush=True)


def waiting() -> int:
    return IndexNote.objects.count()


def start_and_check() -> None:
    """Say what the process before left, and how the index differs after the start."""
    left, state = waiting(), backend().state()
    done = indexing.ensure()
    say(left=left, state=state, reason=done.reason, differences=differences(backend()))


# --- what a curator does


def edit(dice: random.Random, times: int) -> None:
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get())
    for _ in range(times):
        dice.choice([import_text, import_text, rename, describe, hide_or_show, delete])(
            client, dice
        )


def import_text(client: Client, dice: random.Random) -> None:
    words = (f"{dice.choice(SUBJECTS)} {dice.choice(VERBS)} {dice.randint(1, 99)}." for _ in "abc")
    make_article(
        f"Report {dice.randint(1, 99)}\n\n{' '.join(words)}", slug=f"r{dice.randint(1, 4)}"
    )


def rename(client: Client, dice: random.Random) -> None:
    change(client, a_row(Entity, dice), name=f"{dice.choice(SUBJECTS)} {dice.randint(1, 99)}")


def describe(client: Client, dice: random.Random) -> None:
    change(client, a_row(Entity, dice), description=f"It {dice.choice(VERBS)}.")


def hide_or_show(client: Client, dice: random.Random) -> None:
    change(client, a_row(Article, dice), is_public=dice.choice([[], ["on"]]))


def delete(client: Client, dice: random.Random) -> None:
    reports = Article.objects.filter(evidence=None)
    if reports:
        client.post(url(a_row(reports, dice), "delete"), {"post": "yes"})


def a_row(rows, dice: random.Random):
    rows = getattr(rows, "objects", rows)
    return dice.choice(list(rows.order_by("pk")))


def change(client: Client, row, **changes) -> None:
    # Whoever is told that another saved meanwhile saves again.
    tries = (submit(client, url(row, "change"), changes).status_code for _ in range(5))
    assert 302 in tries


# --- where it is killed


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def wrapped(owner, name: str, *, before: Callable | None = None, after: Callable | None = None):
    """Have something happen before or after each call of the real function."""
    real = getattr(owner, name)

    def call(*args, **kwargs):
        if before:
            before(*args)
        answer = real(*args, **kwargs)
        if after:
            after(*args)
        return answer

    setattr(owner, name, call)


def the(number: int, then: Callable = die) -> Callable:
    """`then`, when it is called for the time of that number."""
    calls = []

    def count(*args) -> None:
        calls.append(args)
        if len(calls) == number:
            then()

    return count


def within(seconds: float) -> Callable:
    return lambda: threading.Timer(seconds, die).start()


def after_the_commit(dice):
    wrapped(indexing, "catch_up", before=the(dice.randint(1, 3)))


def before_the_write(dice):
    wrapped(backend(), "write", before=the(dice.randint(1, 3)))


def in_the_write(dice):
    delay = within(dice.uniform(0, WRITE_SECONDS))
    wrapped(backend(), "write", before=the(dice.randint(1, 3), delay))


def after_the_write(dice):
    wrapped(backend(), "write", after=the(dice.randint(1, 3)))


def before_the_notes_go(dice):
    wrapped(indexing, "forget", before=the(dice.randint(1, 3)))


def at_any_time(dice):
    within(dice.uniform(0, EDIT_SECONDS))()


def make_anew(dice):
    """With changes that were noted and not taken up."""
    real, indexing.catch_up = indexing.catch_up, lambda **options: 0
    edit(dice, times=4)
    indexing.catch_up = real
    indexing.ensure(is_asked=True)


def while_it_is_made_anew(dice):
    wrapped(indexing, "fill", before=the(dice.randint(1, 3)))
    make_anew(dice)


def before_the_swap(dice):
    wrapped(generations, "replace_file", before=the(2))
    make_anew(dice)


def after_the_swap(dice):
    wrapped(generations, "replace_file", after=the(2))
    make_anew(dice)


def after_it_was_made_anew(dice):
    wrapped(indexing, "forget", before=the(1))
    make_anew(dice)


POINTS = {
    one.__name__: one
    for one in (
        after_the_commit, before_the_write, in_the_write, after_the_write, before_the_notes_go,
        at_any_time, while_it_is_made_anew, before_the_swap, after_the_swap,
        after_it_was_made_anew,
    )
}  # fmt: skip


# --- processes beside it


def serve() -> None:
    """Be a server that finds no index: a page at once, the index soon."""
    from portal.wsgi import application  # noqa: F401

    status = Client(SERVER_NAME="localhost").get("/").status_code
    say(status=status, state=backend().state())
    deadline = time.monotonic() + 60
    while backend().state() is not State.GOOD and time.monotonic() < deadline:
        time.sleep(0.05)
    make_article("Title\n\nA windmill.", slug=f"windmill{os.getpid()}")
    # The other server writes too, so that the two are not in step at every moment.
    while (found := differences(backend())) and time.monotonic() < deadline:
        time.sleep(0.2)
    say(left=waiting(), differences=found)


def read() -> None:
    """Say how many articles the index holds, again and again."""
    engine = backend()
    for _ in sys.stdin:
        say(sizes=engine.sizes())


if __name__ == "__main__":
    main(*sys.argv[1:])
