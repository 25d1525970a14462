"""Pages from the cache: which, to whom, and what their headers say."""

import gzip
import time

import brotli
import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse

from articles.models import Article
from entities.models import Entity
from portal.cache.editions import SINCE
from portal.cache.memory import STORES
from portal.cache.middleware import PageCacheMiddleware
from tests.makers import make_article, make_entity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cached")]

PAGES = [
    "/",
    "/articles/",
    "/articles/?entity=jogmec",
    "/entities/jogmec/",
    "/entities/jogmec/card/",
    "/entities/lofdal/graph.svg",
    "/search/?q=lofdal",
    "/about/",
    "/robots.txt",
]


def keys() -> list[str]:
    return [key for store in STORES.values() for key in store.held]


def decoded(response) -> bytes:
    read = {"br": brotli.decompress, "gzip": gzip.decompress}.get(response.get("Content-Encoding"))
    return read(response.content) if read else response.content


@pytest.mark.parametrize("address", PAGES)
def test_the_second_asker_gets_the_same_page_for_one_small_query(
    built, client, django_assert_num_queries, address
):
    first = client.get(address)
    with django_assert_num_queries(1):
        second = client.get(address)
    assert (first.status_code, second.status_code) == (200, 200)
    assert second.content == first.content
    assert dict(second.items()) == dict(first.items())
    assert len(keys()) == 1


@pytest.mark.parametrize("address", PAGES)
def test_an_unchanged_page_is_a_304_even_where_nothing_is_held(
    built, client, django_assert_num_queries, address
):
    tag = client.get(address)["ETag"]
    cache.clear()
    with django_assert_num_queries(1):
        response = client.get(address, headers={"If-None-Match": f'"other", {tag}'})
    assert (response.status_code, response.content) == (304, b"")
    assert response["ETag"] == tag
    assert response["Vary"] == "Accept-Encoding" and response["Cache-Control"] == "no-cache"
    assert not keys()


def test_a_tag_is_good_for_its_own_address_host_and_coding_alone(built, client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other"]
    tag = client.get("/entities/jogmec/")["ETag"]
    held = {"If-None-Match": tag}
    assert client.get("/entities/jogmec/", headers=held).status_code == 304
    assert client.get("/entities/lofdal/", headers=held).status_code == 200
    assert client.get("/entities/nobody/", headers=held).status_code == 404
    assert client.get("/entities/jogmec/?a=1", headers=held).status_code == 200
    coded = held | {"Accept-Encoding": "br"}
    assert client.get("/entities/jogmec/", headers=coded).status_code == 200
    assert client.get("/entities/jogmec/", headers=held | {"Host": "other"}).status_code == 200
    # A proxy that ends the encryption passes all on at the same port.
    secure = {"secure": True, "SERVER_PORT": "80"}
    assert client.get("/entities/jogmec/", headers=held, **secure).status_code == 200


def test_pages_of_one_host_never_name_another(built, client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other"]
    for host in ("testserver", "other", "testserver", "other"):
        html = client.get("/about/", headers={"Host": host}).content.decode()
        assert f'rel="canonical" href="http://{host}/about/"' in html
    assert client.get("/about/", headers={"Host": "evil"}).status_code == 400


def test_each_coding_is_kept_by_itself_and_says_the_same(built, client):
    seen = {}
    for accepted in ("", "gzip", "gzip, br"):
        for _ in range(2):
            response = client.get("/entities/jogmec/", headers={"Accept-Encoding": accepted})
            assert response["Vary"] == "Accept-Encoding"
            assert int(response["Content-Length"]) == len(response.content)
        seen[response.get("Content-Encoding")] = response
    assert set(seen) == {None, "gzip", "br"}
    assert len({decoded(one) for one in seen.values()}) == 1
    assert len({one["ETag"] for one in seen.values()}) == 3
    plain, packed, small = (len(seen[coding].content) for coding in (None, "gzip", "br"))
    assert small < packed < plain / 3


def test_head_says_what_get_would(built, client):
    page = client.get("/about/", headers={"Accept-Encoding": "gzip"})
    cache.clear()
    for _ in range(2):
        head = client.head("/about/", headers={"Accept-Encoding": "gzip"})
        assert head.content == b"" and dict(head.items()) == dict(page.items())
    again = client.get("/about/", headers={"Accept-Encoding": "gzip"})
    assert again.content == page.content


def test_a_page_keeps_the_headers_that_guard_it(built, client):
    for _ in range(2):
        page = client.get("/about/")
        assert "default-src 'none'" in page["Content-Security-Policy"]
        assert page["X-Frame-Options"] == "DENY" and page["X-Content-Type-Options"] == "nosniff"
        assert page["Cache-Control"] == "no-cache"
        assert not page.cookies


@pytest.mark.parametrize(
    "address",
    [
        "/about/?utm_source=x", "/articles/?foo=1", "/articles/?page=1", "/nothing/", "/entities",
        "/articles/?entity=yttrium&entity=jogmec", "/search/?q=lofdal&page=1", "/healthz",
        "/admin/login/", "/search/suggestions/?q=lof", "/relationships/?page=99999", "/?x=%00",
        "/about/?" + "a" * 3000,
    ],
)  # fmt: skip
def test_what_is_no_page_at_its_one_address_is_answered_and_not_kept(built, client, address):
    assert client.get(address).status_code in (200, 301, 302, 404)
    assert not keys()


@pytest.mark.skipif(connection.vendor == "postgresql", reason="There the index is in the database")
def test_a_page_that_lacks_what_the_index_gives_is_not_kept(built, client, settings, tmp_path):
    address = "/articles/japan-namibia-rare-earths-exploration-deal/"
    index, settings.SEARCH_DIR = settings.SEARCH_DIR, tmp_path / "nothing"
    for one in ("/articles/", "/articles/?entity=jogmec", address):
        page = client.get(one)
        assert (
            page.status_code == 200 and "ETag" not in page and "no-store" in page["Cache-Control"]
        )
    assert not keys()
    settings.SEARCH_DIR = index
    assert "ETag" in client.get(address)
    assert keys()


def test_junk_in_addresses_fills_nothing(built, client):
    for number in range(50):
        client.get(f"/about/?junk={number}")
        client.get(f"/entities/nobody-{number}/")
    assert not keys()


def test_addresses_that_look_alike_are_told_apart(built, client):
    client.get("/about/")
    for other in ("/about/%0A", "/about//", "/About/", "/about/%3F", "/%0Aabout/"):
        assert client.get(other).status_code == 404


def test_admin_and_whoever_is_logged_in_get_nothing_of_it(built, admin_client, client):
    page = admin_client.get("/admin/", headers={"Accept-Encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip" and "ETag" not in page
    assert "private" in client.get("/admin/login/")["Cache-Control"]
    assert not keys()
    assert admin_client.get("/about/").content == client.get("/about/").content


def test_a_page_that_sets_a_cookie_or_forbids_it_is_left_alone(rf):
    def with_cookie(request):
        response = HttpResponse("mine")
        response.set_cookie("a", "b")
        return response

    def varying(request):
        return HttpResponse("mine", headers={"Vary": "Accept, Cookie"})

    def private(request):
        return HttpResponse("mine", headers={"Cache-Control": "private"})

    for view in (with_cookie, varying, private):
        response = PageCacheMiddleware(view)(rf.get("/about/"))
        assert "ETag" not in response and "no-cache" not in response.get("Cache-Control", "")
    assert not keys()
    assert "ETag" in PageCacheMiddleware(lambda request: HttpResponse("all"))(rf.get("/about/"))
    assert keys()


# --- times


def test_an_edition_that_has_settled_is_dated_and_asked_for_by_its_date(built, client):
    assert "Last-Modified" not in client.get("/about/")
    settle()
    dated = client.get("/about/")["Last-Modified"]
    held = {"If-Modified-Since": dated}
    assert client.get("/about/", headers=held).status_code == 304
    cache.clear()
    assert client.get("/about/", headers=held).status_code == 304
    assert client.get("/entities/nobody/", headers=held).status_code == 404
    # The tag is asked for where there is one.
    assert client.get("/about/", headers=held | {"If-None-Match": '"x"'}).status_code == 200
    make_entity("Acme")
    assert client.get("/about/", headers=held).status_code == 200


def settle() -> None:
    """As if the edition had been seen for the first time a while ago."""
    SINCE.at -= 60


def test_two_changes_within_a_second_are_never_one(built, client):
    entity = make_entity("Acme")
    settle()
    for number in range(5):
        Entity.objects.filter(pk=entity.pk).update(description=f"Version {number}")
        page = client.get("/entities/acme/")
        assert f"Version {number}" in page.content.decode()
        assert "Last-Modified" not in page


# --- caches of others


@pytest.mark.parametrize("backend", ["locmem.LocMemCache", "filebased.FileBasedCache"])
def test_any_cache_of_django_will_do(built, client, settings, tmp_path, backend, max_queries):
    settings.CACHES = {
        "default": {
            "BACKEND": f"django.core.cache.backends.{backend}", "LOCATION": str(tmp_path / "cache")
        }
    }  # fmt: skip
    first = client.get("/entities/jogmec/", headers={"Accept-Encoding": "br"})
    with max_queries(1):
        second = client.get("/entities/jogmec/", headers={"Accept-Encoding": "br"})
    assert dict(second.items()) == dict(first.items()) and second.content == first.content


@pytest.fixture
def max_queries(django_assert_max_num_queries):
    return django_assert_max_num_queries


def test_pages_are_answered_while_the_cache_is_away(built, client, settings, tmp_path):
    # A folder that cannot be one.
    (tmp_path / "file").write_text("")
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(tmp_path / "file"),
        }
    }
    for _ in range(3):
        assert client.get("/about/").status_code == 200


def test_other_code_makes_other_marks(built, client, monkeypatch):
    from portal.cache import middleware

    tag = client.get("/about/")["ETag"]
    monkeypatch.setattr(middleware, "code_version", lambda: b"another")
    client.handler._middleware_chain = None
    assert client.get("/about/", headers={"If-None-Match": tag}).status_code == 200


def test_a_broken_database_is_not_hidden_by_the_cache(built, client):
    client.raise_request_exception = False
    assert client.get("/about/").status_code == 200
    with connection.execute_wrapper(broken):
        assert client.get("/about/").status_code == 503


def broken(execute, sql, params, many, context):
    from django.db import OperationalError

    raise OperationalError("disk I/O error")


def test_the_counter_is_asked_before_the_content(rf):
    """A change made while a page is rendered is not hidden under the number that follows it."""
    make_article("Old", slug="a")

    def view(request):
        title = Article.objects.get().title
        Article.objects.update(title="New")
        return HttpResponse(title)

    pages = PageCacheMiddleware(view)
    assert pages(rf.get("/about/")).content == b"Old"
    assert keys()
    assert pages(rf.get("/about/")).content == b"New"


def test_pages_do_not_say_what_time_it_is(built, client, monkeypatch):
    before = client.get("/").content
    cache.clear()
    later = time.time() + 400 * 86400
    monkeypatch.setattr(time, "time", lambda: later)
    assert client.get("/").content == before
