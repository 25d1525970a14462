"""The content of a database as plain values, to compare one state with another."""

from collections import defaultdict
from functools import cache

from django.apps import apps
from django.db import models
from simple_history.models import HistoricalChanges

from entities.models import Companion, CountedArticle, CountedStatement, EntityCount, Total

# Rows without a unique natural key of their own are known by all they hold.
NATURAL_KEYS = {
    "articleversion": ("article", "sha256"),
    "passage": ("version", "position"),
    "mention": ("passage", "start", "entity"),
    "relationship": ("slug",),
    "candidateorigin": ("article",),
    "observation": ("measure", "subject", "period", "unit", "basis", "source", "edition"),
    "seedrecord": ("kind", "key"),
}
TIMES = (models.DateTimeField,)
# An undated article sorts by the day of its import, which is a time as well; so do its links.
LEFT_OUT = {("article", "sort_day"), ("link", "day")}
# What is counted follows from all else.
COUNTS = (Companion, CountedArticle, CountedStatement, EntityCount, Total)


def own_models() -> list[type[models.Model]]:
    return [
        model
        for app in ("articles", "entities")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]


def public_models() -> list[type[models.Model]]:
    """Without history, whose rows may speak of what is no longer there, and without counts."""
    return [model for model in own_models() if not issubclass(model, (HistoricalChanges, *COUNTS))]


def every_row(connection) -> dict[str, list[tuple]]:
    """All rows with their ids and times, by table: equal means that nothing was written."""
    dump = {}
    for model in own_models():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}" ORDER BY 1')
            dump[model._meta.db_table] = [tuple(row) for row in cursor.fetchall()]
    return dump


def natural_dump(connection) -> dict[str, list[str]]:
    """All rows by table, without ids and times, each foreign key as the natural key it leads to.

    `connection` is a plain DB-API one, so that any SQLite file can be read.
    """
    rows = {model: read_rows(connection, model) for model in public_models()}

    @cache
    def key_of(model, pk) -> tuple:
        if pk is None:
            return ()
        names = NATURAL_KEYS.get(model._meta.model_name) or ("slug",)
        return tuple(value_of(model, name, rows[model][pk]) for name in names)

    def value_of(model, name: str, row: dict):
        field = model._meta.get_field(name)
        if isinstance(field, models.ForeignKey):
            return key_of(field.related_model, row[field.column])
        return row[field.column]

    dump = defaultdict(list)
    for model, held in rows.items():
        names = [field.name for field in model._meta.concrete_fields if is_content(model, field)]
        table = dump[model._meta.db_table]
        table += sorted(
            repr([value_of(model, name, row) for name in names]) for row in held.values()
        )
    return dict(dump)


def is_content(model, field) -> bool:
    is_left_out = (model._meta.model_name, field.name) in LEFT_OUT
    return not (field.primary_key or isinstance(field, TIMES) or is_left_out)


def read_rows(connection, model) -> dict:
    cursor = connection.execute(f'SELECT * FROM "{model._meta.db_table}"')
    names = [column[0] for column in cursor.description]
    found = (dict(zip(names, row, strict=True)) for row in cursor)
    return {row[model._meta.pk.column]: row for row in found}
