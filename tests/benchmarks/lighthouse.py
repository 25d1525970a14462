"""Lighthouse's figures for the main pages of a portal served as in production; needs npm."""

import json
import os
import shutil
import statistics
import subprocess
import tempfile
from pathlib import Path

from tests.browser.conftest import FLAGS, ROOT, serving
from tests.browser.page_kinds import NEWS

PAGES = {
    "home": "/",
    "article": NEWS,
    "entity": "/entities/lofdal/",
    "elements": "/elements/",
    "search": "/search/?q=dysprosium",
    "map": "/map/",
    "connections": "/connections/?from=jogmec&to=dysprosium",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
RUNS = 3
TOOL = ROOT / "var/tools/node_modules/.bin/lighthouse"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def measured(url: str) -> dict:
    """One run's report."""
    command = [
        TOOL, url, "--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags=--headless {' '.join(FLAGS)}",
    ]  # fmt: skip
    path = next(filter(None, map(shutil.which, BROWSERS)))
    environment = {**os.environ, "CHROME_PATH": path}
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def scores(report: dict) -> list[int]:
    return [round(100 * (report["categories"][one]["score"] or 0)) for one in CATEGORIES]


def faults(report: dict) -> set[str]:
    """The titles of the audits that cost points."""
    weighed = {
        audit["id"]
        for category in report["categories"].values()
        for audit in category["auditRefs"]
        if audit["weight"]
    }
    audits = report["audits"]
    return {audits[one]["title"] for one in weighed if (audits[one]["score"] or 0) < 0.9
            and audits[one]["scoreDisplayMode"] not in ("notApplicable", "manual")}  # fmt: skip


def main() -> None:
    print(f"{'page':<14}{''.join(f'{one:>16}' for one in CATEGORIES)}")
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as portal:
        for name, address in PAGES.items():
            reports = [measured(portal.url + address) for _ in range(RUNS)]
            medians = map(statistics.median, zip(*map(scores, reports), strict=True))
            print(f"{name:<14}{''.join(f'{one:>16}' for one in medians)}")
            for fault in sorted(set.union(*map(faults, reports))):
                print(f"    {fault}")


if __name__ == "__main__":
    main()
