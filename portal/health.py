"""Two answers for programs that watch a process: whether it lives, and whether it can serve.

They stand before all other middleware: a load balancer asks by plain http and by whatever address
it knows, and what it is told depends on no host. What is answered is never kept.
"""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpResponse, JsonResponse

from articles.models import Article
from portal.editions import manifest, serving
from portal.faults.answering import begin_anew
from portal.faults.doubting import is_known_to_be_damaged
from portal.faults.recognising import is_away
from portal.guard.methods import READING
from portal.search.backends import backend


class HealthMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = ANSWERS.get(request.path_info)
        if answer is None or request.method not in READING:
            return self.get_response(request)
        response = answer()
        response["Cache-Control"] = "no-store"
        return response


def alive() -> HttpResponse:
    return HttpResponse("The process lives.\n", content_type="text/plain; charset=utf-8")


def ready() -> JsonResponse:
    """Whether pages can be made here and now, and if not, what is wrong, in sentences."""
    wrong = list(faults())
    if wrong:
        begin_anew()
    return JsonResponse(
        {"ready": not wrong, "role": settings.ROLE, "edition": name_of_edition(), "faults": wrong},
        status=503 if wrong else 200,
    )


ANSWERS = {"/healthz": alive, "/readyz": ready}


def name_of_edition() -> str | None:
    try:
        return serving.pinned().name if settings.READS_EDITIONS else None
    except serving.NoEdition:
        return None


def faults() -> Iterator[str]:
    if settings.READS_EDITIONS:
        try:
            edition = serving.pin()
        except serving.NoEdition as error:
            yield str(error)
            return
        yield from faults_of_files(edition)
    yield from fault_of("The database cannot be read", a_row)
    yield from fault_of("The search index cannot be opened", lambda: backend().sizes())


def fault_of(what: str, read) -> Iterator[str]:
    try:
        read()
    except Exception as error:
        if not is_away(error):
            raise
        yield f"{what}: {error}"


def a_row() -> object:
    """One that readers get, whole: of a file cut short, the first page may still be there."""
    return Article.objects.published().order_by("-pk").first()


def faults_of_files(edition: serving.Edition) -> Iterator[str]:
    """What differs from the manifest as far as it shows without reading every byte."""
    try:
        recorded = manifest.read(edition)
    except manifest.BadManifest as error:
        yield str(error)
        return
    if recorded.name != edition.name:
        yield f"The manifest in {edition.name} is that of {recorded.name}."
    for name, file in recorded.files.items():
        yield from fault_of_file(edition, name, file["size"])
    if is_known_to_be_damaged(edition):
        yield f"The bytes of {edition.name} are not those that its manifest has the SHA-256 of."


def fault_of_file(edition: serving.Edition, name: str, size: int) -> Iterator[str]:
    try:
        found = (edition.folder / name).stat().st_size
    except OSError:
        yield f"{name} is missing in {edition.name}."
        return
    if found != size:
        yield f"{name} in {edition.name} has {found:,} bytes instead of {size:,}."
