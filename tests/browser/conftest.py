"""A portal served as readers get it, by Granian under production settings, and a real browser."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    # Nothing a page asks for may leave this machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
CURATOR = {"username": "curator", "password": "a-long-password-for-tests"}


def pytest_collection_modifyitems(items):
    for item in items:
        if "/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@dataclass
class Portal:
    """A running server and the environment that its commands share."""

    url: str
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip


@pytest.fixture(scope="session")
def portal(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("portal")) as served:
        yield served


@pytest.fixture(scope="session")
def empty_portal(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("empty"), is_empty=True) as served:
        yield served


@contextmanager
def serving(folder: Path, is_empty: bool = False) -> Iterator[Portal]:
    """A portal with the seeds in it, its data in `folder`."""
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")},
        "PORTAL_SECRET_KEY": secrets.token_urlsafe(60),
        "PORTAL_HTTPS": "0",
        "PORTAL_DATA": str(folder),
        "PORTAL_LOG_LEVEL": "ERROR",
        "DJANGO_SUPERUSER_PASSWORD": CURATOR["password"],
    }
    environment.pop("DATABASE_URL", None)
    served = Portal(f"http://127.0.0.1:{port}", environment)
    served.manage("migrate", "--verbosity", "0")
    served.manage(*(("index_search",) if is_empty else ("build",)))
    served.manage("collectstatic", "--no-input", "--verbosity", "0")
    served.manage("createsuperuser", "--no-input", "--username", CURATOR["username"], "--email", "")
    command = [
        Path(sys.executable).with_name("granian"),
        "--interface",
        "wsgi",
        "--port",
        str(port),
    ]
    server = subprocess.Popen([*command, "portal.wsgi:application"], cwd=ROOT, env=environment)
    try:
        wait_for(served.url)
        yield served
    finally:
        server.terminate()
        server.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(url: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"{url} did not answer")


@pytest.fixture(scope="session")
def browser():
    path = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def complaints():
    """What the browser complained of."""
    return []


@pytest.fixture
def open_page(browser: Browser, portal: Portal, complaints: list[str]):
    """Opens a page with these options; what the browser complains of fails the test."""
    contexts = []

    def open(**options) -> Page:
        options = {"viewport": {"width": 1280, "height": 900}} | options
        contexts.append(browser.new_context(base_url=portal.url, **options))
        page = contexts[-1].new_page()
        page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open
    for context in contexts:
        context.close()
    assert not complaints
