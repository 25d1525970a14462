"""What a process answers in the role that its environment names; run as a module, prints JSON:
every kind of page, and whether what writes gets through.
"""

import json
import os

import django
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.test import Client

ADDRESSES = [
    "/", "/articles/", "/articles/?entity=jogmec&page=1",
    "/articles/japan-namibia-rare-earths-exploration-deal/",
    "/articles/japan-namibia-rare-earths-exploration-deal/versions/", "/entities/",
    "/entities/jogmec/", "/entities/jogmec/graph/", "/elements/", "/relationships/",
    "/relationships/jogmec--participates-in--lofdal/", "/collections/rare-earths-special-focus/",
    "/evidence/", "/notes/", "/sources/", "/sources/src-iea-topic/", "/about/",
    "/about/design/charts/", "/search/", "/search/help/", "/search/?q=REE",
    "/search/?q=%22rare+earths%22+namibia&entity=jogmec", "/search/?q=namibai", "/timeline/",
    "/gaps/", "/gaps/?what=project-stage", "/figures/", "/map/", "/map/?list=occurrences",
    "/connections/?from=jogmec&to=dysprosium", "/editions/", "/healthz", "/readyz",
]  # fmt: skip


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    pages = {address: client.get(address) for address in ADDRESSES}
    answer = {
        "pages": {address: page.status_code for address, page in pages.items()},
        "cookies": [address for address, page in pages.items() if page.cookies],
        "posted": client.post("/").status_code,
        "admin": client.get("/admin/").status_code,
        "writes": {name: attempt(write) for name, write in writes().items()},
    }
    print(json.dumps(answer))


def writes() -> dict:
    from articles.models import Article
    from entities.models import Entity, Name

    one, entity = Article.objects.first(), Entity.objects.first()
    return {
        "save": lambda: one.save(),
        "save where it was read": lambda: one.save(using=DEFAULT_DB_ALIAS),
        "create": lambda: Entity.objects.create(slug="planted", name="Planted", kind="concept"),
        "create below another": lambda: entity.names.create(text="Planted"),
        "bulk_create": lambda: Name.objects.bulk_create([Name(entity=entity, text="Planted")]),
        "update": lambda: Article.objects.update(title="Planted"),
        "delete": lambda: one.delete(),
        "raw SQL": lambda: execute("UPDATE articles_article SET title = 'Planted'"),
        "migrate": lambda: call_command("migrate"),
        "publish": lambda: call_command("publish"),
        "make_reader": lambda: call_command("make_reader", "someone"),
    }


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def attempt(write) -> str:
    try:
        with transaction.atomic():
            write()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "written"


if __name__ == "__main__":
    main()
