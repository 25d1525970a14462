"""By what texts are written out: a stored text is only good for the code that would write it so."""

from functools import cache
from hashlib import blake2b
from pathlib import Path
from types import ModuleType

from django.conf import settings

from articles import models, whitespace
from entities import kinds, marking
from entities.pictures import marks
from entities.templatetags import knowledge
from portal.pages import reading, writing
from portal.search import answering
from portal.templatetags import texts

MODULES: tuple[ModuleType, ...] = (
    models, whitespace, kinds, marking, marks, knowledge, reading, writing, answering, texts,
)  # fmt: skip
TEMPLATES = (
    "pages/_heading.html", "pages/_contents.html", "pages/_left_out.html", "pages/_named.html",
    "pages/_provenance.html", "parts/_not_stated.html",
)  # fmt: skip


@cache
def writers_mark() -> str:
    """A hash of these modules and templates, the same wherever they are the same."""
    digest = blake2b(digest_size=8)
    for module in MODULES:
        digest.update(Path(module.__file__).read_bytes())
    for name in TEMPLATES:
        digest.update((settings.BASE_DIR / "templates" / name).read_bytes())
    return digest.hexdigest()
