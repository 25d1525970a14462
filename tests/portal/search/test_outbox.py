"""Processes on one portal: killed at any point nothing is missing or stale; none ousts another."""

import json
import random
import shutil
import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.makers import write_files
from tests.portal.test_build import ROOT, environment

KILLS = {
    "after_the_commit": 6, "before_the_write": 8, "in_the_write": 10, "after_the_write": 8,
    "before_the_notes_go": 6, "at_any_time": 3, "while_it_is_made_anew": 3, "before_the_swap": 2,
    "after_the_swap": 2, "after_it_was_made_anew": 2,
}  # fmt: skip

pytestmark = pytest.mark.own_database


class Site:
    """A portal in a folder of its own: a SQLite file and an index."""

    def __init__(self, folder: Path):
        self.folder = folder

    def start(self, *command: str, level: str = "ERROR") -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, *command],
            env=environment(self.folder) | {"PORTAL_LOG_LEVEL": level, "SEARCH_BACKEND": "tantivy"},
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def manage(self, *command: str) -> None:
        assert finish(self.start("manage.py", *command))[0] == 0

    def curate(self, what: str, seed: int = 0, **options) -> subprocess.Popen:
        module = "tests.portal.search.curating"
        return self.start("-m", module, what, str(seed), **options)

    def check(self) -> None:
        """The index as it is, without a start that could mend it, has all that it must have."""
        code, (answer,), _ = finish(self.curate("check"))
        assert (code, answer) == (0, {"left": 0, "differences": []})


def finish(process: subprocess.Popen) -> tuple[int, list[dict], str]:
    """How it ended, what it said, and what it complained of."""
    out, err = process.communicate(timeout=240)
    said = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    assert process.returncode in (0, -signal.SIGKILL), err
    return process.returncode, said, err


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    """The seeds, built and indexed, and a curator."""
    site = Site(tmp_path_factory.mktemp("template"))
    site.manage("migrate", "-v0")
    site.manage("build")
    user = "from django.contrib.auth.models import User; User.objects.create_superuser('curator')"
    site.manage("shell", "-c", user)
    return site.folder


@pytest.fixture
def site(template, tmp_path) -> Site:
    return Site(Path(shutil.copytree(template, tmp_path / "site")))


def test_killed_at_fifty_points_and_started_again_nothing_is_missing_or_stale(template, tmp_path):
    points = [point for point, number in KILLS.items() for _ in range(number)]
    random.Random(50).shuffle(points)
    assert len(points) == 50

    def chain(number: int) -> list[tuple[str, dict]]:
        """Kill one process after the other; each says what the one before it left."""
        site = Site(Path(shutil.copytree(template, tmp_path / f"site{number}")))
        found, before = [], "nothing"
        for trial, point in enumerate(points[number::2]):
            code, (answer,), _ = finish(site.curate(point, seed=100 * number + trial))
            assert code == -signal.SIGKILL, f"was not killed {point}"
            assert answer["differences"] == [], f"killed {before}"
            found.append((before, answer))
            before = point
        code, (answer,), _ = finish(site.curate("start", seed=0))
        return [*found[1:], (before, answer)]

    with ThreadPoolExecutor(2) as pool:
        found = [one for answers in pool.map(chain, range(2)) for one in answers]
    assert len(found) == 50
    # A kill that left nothing to do would prove nothing.
    open_ends = Counter(point for point, one in found if one["left"] or one["state"] != "good")
    by_the_clock = {"in_the_write", "at_any_time"}
    sure = {point: number for point, number in KILLS.items() if point not in by_the_clock}
    assert {point: open_ends[point] for point in sure} == sure
    assert open_ends["in_the_write"] >= 3, open_ends


def test_two_that_write_at_once_wait_for_each_other(site):
    both = [site.curate("edit", seed) for seed in (1, 2)]
    assert [finish(process)[0] for process in both] == [0, 0]
    site.check()


def test_one_may_write_while_another_makes_all_anew(site):
    curator = site.curate("edit", 3)
    anew = [site.start("manage.py", "index_search", "--rebuild") for _ in range(3)]
    assert [finish(process)[0] for process in (curator, *anew)] == [0] * 4
    site.check()


def test_who_waits_for_another_says_so(site):
    holder = site.start("-c", HOLD)
    assert holder.stdout.readline() == "held\n"
    waiting = site.start("manage.py", "index_search")
    line = waiting.stdout.readline()
    assert line == "Another process writes to the search index; waiting for it.\n"
    assert waiting.poll() is None
    holder.stdin.close()
    assert waiting.wait(60) == holder.wait(60) == 0
    assert "Up to date" in waiting.stdout.read()


HOLD = """
import django, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
django.setup()
from portal.search.backends import backend
with backend().writing(wait=None):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_reader_sees_what_another_process_commits_without_a_restart(site, tmp_path):
    reader = site.curate("read")

    def articles() -> int:
        reader.stdin.write("\n")
        reader.stdin.flush()
        return json.loads(reader.stdout.readline())["sizes"]["article"]

    before = articles()
    texts = write_files(tmp_path / "texts", {"wind.txt": "Wind\n\nA windmill."})
    site.manage("import_articles", str(texts))
    assert articles() == before + 1
    site.manage("index_search", "--rebuild")
    texts = write_files(tmp_path / "more", {"sun.txt": "Sun\n\nA panel."})
    site.manage("import_articles", str(texts))
    assert articles() == before + 2
    assert finish(reader)[0] == 0


def test_servers_that_find_no_index_answer_at_once_and_one_of_them_makes_it(site):
    shutil.rmtree(site.folder / "search")
    both = [site.curate("serve", level="INFO") for _ in range(2)]
    answers = [finish(process) for process in both]
    for code, (first, last), _ in answers:
        assert code == 0
        assert first["status"] == 200
        assert last["differences"] == []
    assert sum(err.count("is made anew: it was missing") for _, _, err in answers) == 1
    site.check()
