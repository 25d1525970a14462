"""Import the news of Reuters-21578 as articles: `python -m tests.benchmarks.reuters FOLDER FILE`.

Through the ordinary importer, in which they make 19,043 articles with text.
"""

import gzip
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import filing, throwaway


def news(file: Path) -> Iterator[filing.Filed]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for item in map(json.loads, lines):
            if item["has_body"]:
                # One has no date.
                fields = (("published", (item["date"] or "")[:10]), ("publisher", "Reuters"))
                yield filing.Filed(f"reuters-{item['id']}", item["title"], item["text"], fields)


def main() -> None:
    folder, file = Path(sys.argv[1]), Path(sys.argv[2])
    throwaway.set_up(folder)
    from django.core.management import call_command

    from articles.importing import Importer

    call_command("migrate", verbosity=0)
    with TemporaryDirectory(dir=folder) as files:
        count = filing.write_folder(Path(files), news(file))
        start = time.process_time()
        report = Importer().run([files])
    if report.failed:
        sys.exit(str(report.failed[0]))
    rate = count / (time.process_time() - start)
    print(f"imported, {rate:,.0f} articles a CPU second,")


if __name__ == "__main__":
    main()
