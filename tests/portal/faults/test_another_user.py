"""An edition can be read by a process of another user than the one who published it."""

import os
import pwd
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from portal.editions import verifying
from portal.editions.serving import POINTER, Edition
from portal.search.backends import opened
from tests.portal.faults.processes import copied

pytestmark = [
    pytest.mark.own_database,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user"),
]


@pytest.fixture
def edition(made) -> Iterator[Edition]:
    """Where others may look: the folders of tests are for one user alone."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        editions = copied(made / "editions", Path(folder, "editions"))
        name = (editions / POINTER).read_text().strip()
        yield Edition(name, editions / name)


def test_every_file_can_be_read_by_another_user(edition):
    child = os.fork()
    if not child:
        os._exit(is_read_by_nobody(edition))
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0


def is_read_by_nobody(edition: Edition) -> int:
    """The exit status of the process: 0 where all was read."""
    try:
        nobody = pwd.getpwnam("nobody")
        os.setgroups([])
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)
        assert verifying.faults_of(edition) == []
        assert all(opened("tantivy", edition.search).sizes().values())
        with closing(
            sqlite3.connect(f"file:{edition.database}?mode=ro&immutable=1", uri=True)
        ) as file:
            assert file.execute("SELECT count(*) FROM articles_article").fetchone()[0]
        return 0
    except BaseException as error:
        print(repr(error))
        return 1
