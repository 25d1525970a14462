"""The tokens of the looks, the page that shows them, and the pictures by which others show us."""

import re
import struct
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from entities.kinds import KINDS
from portal.pages import palette
from portal.pages.previews import PREVIEWS, SHOWN_BY, preview_of
from portal.pages.sample_pictures import SAMPLES
from tests.makers import make_entity

STATIC = Path(settings.BASE_DIR, "static")
PUBLIC_SHEETS = [
    sheet for sheet in sorted(STATIC.glob("css/*.css")) if not sheet.name.startswith("desk")
]
RAW_COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|lab)a?\(", re.IGNORECASE)
KIND_COLOURS = (
    "neodymium", "thulium", "praseodymium", "holmium", "erbium", "europium", "terbium", "neutral",
)  # fmt: skip


@pytest.fixture(scope="module")
def modes():
    return palette.values(palette.TOKENS.read_text())


def is_colour(value: str) -> bool:
    return value.startswith("#")


def test_a_token_has_the_value_of_each_mode():
    text = ":root { --a: light-dark(#fff, #000); --b: 1rem; } @media print { --a: #ccc; }"
    assert palette.values(text) == {
        "light": {"a": "#fff", "b": "1rem"},
        "dark": {"a": "#000", "b": "1rem"},
    }


def test_contrast_is_that_of_wcag():
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert palette.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert palette.contrast("#ffffff", "#777777") == palette.contrast("#777777", "#ffffff")


@pytest.mark.parametrize("mode", palette.MODES)
@pytest.mark.parametrize("ground", ["paper", "card"])
@pytest.mark.parametrize("name", ["ink", "ink-second", "link", *KIND_COLOURS])
def test_text_stands_out_seven_to_one(modes, mode, ground, name):
    tokens = modes[mode]
    assert palette.contrast(tokens[name], tokens[ground]) >= 7


@pytest.mark.parametrize("mode", palette.MODES)
def test_marked_words_stay_readable(modes, mode):
    assert palette.contrast(modes[mode]["ink"], modes[mode]["mark"]) >= 7


@pytest.mark.parametrize("mode", palette.MODES)
@pytest.mark.parametrize("name", ["field-edge", *(f"chart-{n}" for n in range(1, 4))])
def test_what_tells_something_by_its_shape_stands_out_three_to_one(modes, mode, name):
    tokens = modes[mode]
    assert min(palette.contrast(tokens[name], tokens[on]) for on in ("paper", "card")) >= 3


@pytest.mark.parametrize("mode", palette.MODES)
def test_the_steps_of_a_map_are_ordered(modes, mode):
    tokens = modes[mode]
    away = [palette.contrast(tokens[f"shade-{n}"], tokens["paper"]) for n in range(1, 6)]
    assert away == sorted(away)


def test_every_colour_has_a_value_of_its_own_in_dark_mode(modes):
    colours = [name for name, value in modes["light"].items() if is_colour(value)]
    assert len(colours) > 20
    assert not [name for name in colours if modes["dark"][name] == modes["light"][name]]


@pytest.mark.parametrize("sheet", PUBLIC_SHEETS, ids=lambda sheet: sheet.name)
def test_colours_are_named_in_one_place_only(sheet):
    if sheet.name != "tokens.css":
        assert not RAW_COLOUR.search(sheet.read_text())


@pytest.mark.parametrize("sheet", PUBLIC_SHEETS, ids=lambda sheet: sheet.name)
def test_every_token_that_is_used_is_named(modes, sheet):
    text = sheet.read_text()
    # What a sheet names itself, or a class of another does, is no token.
    own = {"kind"} | set(re.findall(r"--([\w-]+):", "".join(map(Path.read_text, PUBLIC_SHEETS))))
    used = set(re.findall(r"var\(--([\w-]+)\)", text))
    assert used <= modes["light"].keys() | own


def size_of(png: Path) -> tuple[int, int]:
    return struct.unpack(">II", png.read_bytes()[16:24])


@pytest.mark.parametrize("slug", PREVIEWS)
def test_every_preview_is_a_light_picture_of_the_usual_size(slug):
    picture = STATIC / "previews" / f"{slug}.png"
    assert size_of(picture) == (1200, 630)
    assert picture.stat().st_size < 40_000


def test_no_preview_is_kept_that_no_page_shows():
    assert {picture.stem for picture in STATIC.glob("previews/*.png")} == PREVIEWS.keys()


def test_every_kind_of_page_has_a_preview():
    assert set(SHOWN_BY.values()) <= PREVIEWS.keys()
    assert preview_of("relationship").slug == "statement"
    assert preview_of("map").slug == "map"
    assert preview_of("no-such-page").slug == "home"


def test_the_icons_are_there():
    assert size_of(STATIC / "root" / "apple-touch-icon.png") == (180, 180)
    assert (STATIC / "root" / "favicon.ico").read_bytes()[:4] == b"\0\0\1\0"


META = re.compile(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"')


@pytest.mark.parametrize(
    ("address", "picture"),
    [
        ("/", "home"),
        ("/entities/lofdal/", "project"),
        ("/entities/dysprosium/", "element"),
        ("/relationships/jogmec--participates-in--lofdal/", "statement"),
        ("/sources/", "sources"),
        ("/about/", "about"),
    ],
)
def test_a_page_says_how_others_may_show_it(built, client, address, picture):
    html = client.get(address).content.decode()
    said = dict(META.findall(html))
    assert said["og:image"] == f"http://testserver/static/previews/{picture}.png"
    assert said["og:title"] == re.search(r"<title>([^<]+)</title>", html)[1]
    assert said["og:description"] == said["description"]
    assert said["og:url"] == f"http://testserver{address}"
    assert said["og:image:alt"] and said["og:type"]


def test_an_entity_whose_kind_was_taken_out_of_the_code_still_has_a_preview(db, client):
    make_entity("Old thing", kind="of_old")
    html = client.get("/entities/old-thing/").content.decode()
    assert "/static/previews/entities.png" in html


def test_the_design_page_shows_every_kind_claim_and_verdict(client, db):
    html = client.get("/about/design/").content.decode()
    for kind in KINDS.values():
        assert f'<svg class="mark {kind.css}"' in html
        assert f'<g class="picture-mark {kind.css}"' in html
    for badge in ("promotional", "disputed", "unverified", "changed", "supported", "needs_context"):
        assert f"badge-{badge}" in html
    assert "--neodymium" in html and "9.5" in html


def test_the_design_page_asks_nothing_of_the_database(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/about/design/").status_code == 200


@pytest.mark.parametrize("name", SAMPLES)
def test_each_sample_of_a_picture_opens_alone(client, name):
    response = client.get(f"/about/design/{name}.svg")
    assert response["Content-Type"] == "image/svg+xml"
    root = ElementTree.fromstring(response.content)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(root.findall(".//{http://www.w3.org/2000/svg}path")) > 4


def test_a_sample_that_is_not_there_is_not_found(client, db):
    assert client.get("/about/design/no-such.svg").status_code == 404


@pytest.mark.parametrize("code", ["400", "500", "503"])
def test_a_page_for_a_fault_needs_nothing_of_the_portal(code):
    html = render_to_string(f"{code}.html", {})
    assert "<h1>" in html and 'href="/"' in html


def test_every_page_is_listed_at_the_foot(client, db):
    foot = client.get("/about/").content.decode().partition('id="pages"')[2]
    listed = set(re.findall(r'href="(/[^"]*)"', foot))
    assert listed >= {
        "/articles/", "/entities/", "/elements/", "/relationships/", "/connections/", "/map/",
        "/timeline/", "/figures/", "/gaps/", "/evidence/", "/notes/", "/sources/", "/search/help/",
        "/about/", "/about/design/",
    }  # fmt: skip
