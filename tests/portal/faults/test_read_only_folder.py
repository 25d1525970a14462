"""A public process needs no right to write: neither to the edition, nor to its index."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.portal.faults.processes import copied, serving

pytestmark = pytest.mark.own_database

PAGES = (
    "/", "/articles/", "/entities/jogmec/", "/search/?q=Lofdal+Namibia", "/search/?q=Lofdl",
    "/search/suggestions/?q=lo", "/connections/?from=jogmec&to=dysprosium", "/readyz", "/healthz",
)  # fmt: skip
# Root may write whatever the rights of a file are, so that it gets a mount that nobody can write.
MOUNTED = (
    "unshare", "--mount", "sh", "-c",
    'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"',
)  # fmt: skip


@pytest.fixture
def editions(made, tmp_path):
    data = copied(made, tmp_path / "data")
    for path in (*data.glob("lodestone.sqlite3*"), data / "search"):
        subprocess.run(["rm", "-r", path], check=True)
    if os.geteuid() != 0:
        subprocess.run(["chmod", "-R", "a-w", data], check=True)
    yield data
    subprocess.run(["chmod", "-R", "u+w", data], check=True)


def test_every_page_is_served_from_a_folder_that_cannot_be_written(editions: Path):
    before = state(editions)
    prefix = (*MOUNTED, str(editions)) if os.geteuid() == 0 else ()
    with serving(
        editions, workers=1, prefix=prefix, log=editions.parent, PORTAL_ROLE="public"
    ) as server:
        assert {address: server.get(address).status for address in PAGES} == dict.fromkeys(
            PAGES, 200
        )
    assert state(editions) == before


def state(folder: Path) -> dict[Path, tuple]:
    return {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in folder.rglob("*")}
