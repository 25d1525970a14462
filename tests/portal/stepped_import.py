"""Import a folder, and after each commit say how many articles are stored and wait for a line."""

import os
import sys

import django

BATCH = 20


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    from django.db import connection

    from articles import importing
    from portal.search import indexing

    # Small, so that a short import has many commits, and the index follows some of them.
    importing.BATCH, indexing.PORTION = BATCH, 3 * BATCH
    importer, commit = importing.Importer(), connection.commit

    def step() -> None:
        print(importer.report.created, flush=True)
        sys.stdin.readline()

    def commit_and_step() -> None:
        commit()
        step()

    connection.commit = commit_and_step
    step()
    importer.run(sys.argv[1:])


if __name__ == "__main__":
    main()
