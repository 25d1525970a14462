"""Answer with pages that were made before, or with 304, before anything else runs.

A page is known by its mark: a keyed hash of the edition, the address, the coding and the code that
made it. The mark is its ETag and its key in the cache, so that who names it in If-None-Match had
just this page from us, and nothing need be looked at to know that it is unchanged.

Browsers keep pages and ask each time whether they still hold (`no-cache`): the answer is a 304 that
costs next to nothing, and after a save no reader sees what was before.

Kept is what answers 200 at its one canonical address, is the same for everybody, and needs no
cookie. Any other address of a page, such as one with parameters that it does not know, is answered
and forgotten, so that nobody can fill the cache with copies. Redirects and errors are cheap, or
without bound in number.
"""

from hashlib import blake2b, sha256

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from portal.cache.coding import PLAIN, coding_for, compress, is_compressible
from portal.cache.editions import SINCE, edition_now
from portal.cache.shelf import Shelf
from portal.cache.version import code_version
from portal.guard.methods import READING

CHECKS = ("/healthz", "/readyz")
# Pages name their own address.
HOST = ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT")
REVALIDATE = "no-cache"


class PageCacheMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response
        self.shelf = Shelf()
        self.passed_on = (settings.STATIC_URL, *CHECKS, *admin_addresses())
        self.secret = sha256(settings.SECRET_KEY.encode() + code_version()).digest()

    def __call__(self, request):
        if request.method not in READING or request.path.startswith(self.passed_on):
            return self.get_response(request)
        coding = coding_for(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        edition = edition_now()
        mark = self.mark(request, edition, coding)
        if mark in request.META.get("HTTP_IF_NONE_MATCH", ""):
            return not_modified({"ETag": etag(mark)})
        page = self.shelf.get(mark) or self.made(request, mark, coding)
        is_ours = page.headers.get("ETag") == etag(mark)
        return dated(request, page, SINCE.last_modified(edition)) if is_ours else page

    def mark(self, request, edition: str, coding: str) -> str:
        asked = (
            edition, coding, request.scheme, *map(request.META.get, HOST),
            request.path, request.META.get("QUERY_STRING"),
        )  # fmt: skip
        # Written so that no two of them can be taken for each other, whatever a path holds.
        return blake2b(repr(asked).encode(), key=self.secret, digest_size=16).hexdigest()

    def made(self, request, mark: str, coding: str) -> HttpResponse:
        """The page anew; put by if it is worth it."""
        page = self.get_response(request)
        if not is_for_everybody(page):
            return page
        encode(page, coding)
        page.headers["Cache-Control"] = REVALIDATE
        if page.status_code == 200:
            page.headers["ETag"] = etag(mark)
            if is_canonical(request, page):
                self.shelf.put(mark, page)
        return page


def admin_addresses() -> list[str]:
    return [reverse("admin:index")] if settings.IS_CURATED else []


def is_for_everybody(page) -> bool:
    """Whether edition and address alone make it."""
    return not (
        page.streaming
        or page.cookies
        or "cookie" in page.headers.get("Vary", "").lower()
        or any(word in page.headers.get("Cache-Control", "") for word in ("private", "no-store"))
    )


def is_canonical(request, page) -> bool:
    """Whether the page wants to be known at this address: as it says, else without parameters."""
    said = (getattr(page, "context_data", None) or {}).get("canonical")
    if said:
        return request.build_absolute_uri() == said
    return not request.META.get("QUERY_STRING")


def encode(page: HttpResponse, coding: str) -> None:
    """Compress the page as it will be kept and sent."""
    if "Content-Encoding" in page.headers:
        return
    patch_vary_headers(page, ["Accept-Encoding"])
    if coding != PLAIN and is_compressible(page.headers["Content-Type"], len(page.content)):
        page.content = compress(page.content, coding)
        page.headers["Content-Encoding"] = coding
    page.headers["Content-Length"] = str(len(page.content))


def etag(mark: str) -> str:
    # Weak: two processes may make the same page with other bytes, such as by another library.
    return f'W/"{mark}"'


def dated(request, page: HttpResponse, last_modified: str) -> HttpResponse:
    """With the time of the edition, by which those ask who keep no ETag."""
    if not last_modified:
        return page
    page.headers["Last-Modified"] = last_modified
    asked = request.META.get("HTTP_IF_MODIFIED_SINCE")
    # Another edition may be older than the one before: it is the same time or another.
    if asked == last_modified and "HTTP_IF_NONE_MATCH" not in request.META:
        return not_modified({"ETag": page.headers["ETag"], "Last-Modified": last_modified})
    return page


def not_modified(headers: dict[str, str]) -> HttpResponse:
    return HttpResponseNotModified(
        headers={**headers, "Cache-Control": REVALIDATE, "Vary": "Accept-Encoding"}
    )
