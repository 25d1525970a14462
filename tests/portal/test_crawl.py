"""Follow every link from home: no error, no dead link, and a proper head on every page."""

import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.conf import settings

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

DESIGNED = [
    "/entities/jogmec/graph/",
    "/", "/articles/", "/articles/japan-namibia-rare-earths-exploration-deal/", "/entities/",
    "/entities/jogmec/", "/elements/", "/relationships/",
    "/relationships/jogmec--participates-in--lofdal/", "/collections/rare-earths-special-focus/",
    "/evidence/", "/notes/", "/sources/", "/sources/src-iea-topic/", "/about/", "/about/design/",
    "/about/design/pictures/", "/about/design/charts/", "/about/design/reading/",
    "/search/",
    "/search/help/", "/search/?q=REE", "/editions/",
    "/timeline/", "/timeline/?kind=statements&dated=no",
    "/gaps/", "/gaps/?what=project-stage", "/figures/", "/map/", "/map/?list=occurrences",
    "/connections/", "/connections/?from=jogmec&to=dysprosium",
]  # fmt: skip

# `make test` fetches the Nu checker where there is npm.
NU_CHECKER = settings.BASE_DIR / "var/tools/node_modules/vnu-jar/build/dist/vnu.jar"


def links_of(html):
    return [unescape(href) for href in re.findall(r'<a [^>]*?href="([^"]*)"', html)]


def followed(html):
    """The links that a robot follows: what lists are narrowed by has addresses without end."""
    return links_of(re.sub(r'<a [^>]*rel="[^"]*nofollow[^>]*>', "", html))


CRAWLED: dict[str, str] = {}


@pytest.fixture
def pages(built, client):
    """Every page that can be reached from home, by its address without fragment; crawled once."""
    if not CRAWLED:
        CRAWLED.update(crawl(client))
    return CRAWLED


def crawl(client):
    found, waiting = {}, {"/"}
    while waiting:
        address = waiting.pop()
        response = client.get(address)
        assert response.status_code == 200, address
        found[address] = response.content.decode()
        for href in followed(found[address]):
            target = urldefrag(urljoin(address, href)).url
            if target.startswith("/") and target not in found:
                waiting.add(target)
    return found


def test_every_page_reachable_from_home_answers_and_says_what_it_is(pages):
    assert len(pages) > 200
    for address, html in pages.items():
        assert html.count("<h1") == 1, address
        assert re.search(r"<title>[^<]{8,}</title>", html), address
        assert re.search(r'name="description" content="[^"]{20,}"', html), address
        assert re.search(r'rel="canonical" href="http://testserver/[^"]*"', html), address
        assert address == "/" or 'aria-label="You are here"' in html, address
        assert "{{" not in html and "{%" not in html, address


def test_every_designed_page_is_reached(pages):
    assert not [address for address in DESIGNED if address not in pages]


def test_every_fragment_leads_to_an_element_of_its_page(pages):
    for address, html in pages.items():
        for href in links_of(html):
            target, fragment = urldefrag(urljoin(address, href))
            anchor = fragment.partition(":~:")[0]
            if anchor and urlsplit(target).scheme == "" and target in pages:
                assert f'id="{anchor}"' in pages[target], f"{address} → {href}"


def test_no_id_stands_twice_on_a_page(pages):
    for address, html in pages.items():
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(ids) == len(set(ids)), address


def test_every_statement_and_note_offers_to_report_an_error(pages):
    for address, html in pages.items():
        if address.startswith(("/relationships/jogmec", "/notes/", "/articles/japan")):
            assert (
                "mailto:curators@example.org?subject=Error%3A%20http%3A//testserver/"
                in html.replace("%2F", "/")
            ), address


@pytest.mark.skipif(not shutil.which("java"), reason="the Nu checker needs Java")
@pytest.mark.skipif(not NU_CHECKER.exists(), reason="the Nu checker was not fetched: no npm")
def test_the_nu_checker_finds_no_error(pages, tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    names = {}
    for number, (address, html) in enumerate(pages.items()):
        file = folder / f"{number}.html"
        file.write_text(html)
        names[file.name] = address
    command = ["java", "-jar", NU_CHECKER, "--errors-only", "--format", "gnu", folder]
    said = subprocess.run(command, capture_output=True, text=True, timeout=300).stderr
    assert not [with_address(line, names) for line in said.splitlines()[:20]]


def with_address(line: str, names: dict[str, str]) -> str:
    file, _, message = line.partition(".html")
    return f"{names.get(Path(file).name + '.html', file)} {message}"
