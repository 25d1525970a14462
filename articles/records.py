"""What a file says of its article, checked by the model's own rules.

A record is a dictionary of the article's fields; what is not stated stands in it as "".
"""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.forms import modelform_factory

from articles import dates
from articles.models import Article, CandidateOrigin

# The name in a file, and the name of the model's field.
NAMES = {
    "title": "title", "title_source": "title_source", "language": "language", "genre": "genre",
    "voice": "voice", "author": "author", "publisher": "publisher", "published": "published",
    "source_url": "source_url", "licence": "rights", "display": "display",
    "is_public": "is_public", "references_not_held": "references_not_held",
    "site_markers": "site_markers",
}  # fmt: skip
LISTS = ("references_not_held", "site_markers")
CANDIDATE = "provenance_candidate"
CANDIDATE_FIELDS = ("url", "publisher", "status", "method", "caution")


def read_record(stated: dict[str, Any]) -> tuple[dict, dict[str, str]]:
    """The record in `stated`, and what is wrong with it by the name of the field in the file."""
    values, errors = {}, {}
    # In the order of NAMES, so that the same file is stored as the same JSON every time.
    for name in (name for name in NAMES if name in stated):
        try:
            values[NAMES[name]] = plain(name, stated[name])
        except ValueError as error:
            errors[name] = str(error)
    form = modelform_factory(Article, fields=list(values))(values)
    in_file = {field: name for name, field in NAMES.items()}
    errors |= {in_file[field]: said(problems) for field, problems in form.errors.items()}
    record = {name: value for name, value in form.cleaned_data.items() if name in values}
    if CANDIDATE in stated:
        record["candidate"], wrong = read_candidate(stated[CANDIDATE])
        errors |= {f"{CANDIDATE}.{name}": problem for name, problem in wrong.items()}
    return record, errors


def read_candidate(stated: Any) -> tuple[dict, dict[str, str]]:
    if not isinstance(stated, dict):
        return {}, {"url": "expected a table"}
    unknown = {name: "unknown field" for name in stated.keys() - set(CANDIDATE_FIELDS)}
    form = modelform_factory(CandidateOrigin, fields=CANDIDATE_FIELDS)(stated)
    errors = {name: said(problems) for name, problems in form.errors.items()}
    return form.cleaned_data, unknown | errors


def plain(name: str, value: Any) -> Any:
    """The value as the form takes it; ValueError where its type is none that the field has."""
    if name in LISTS:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ValueError("expected a list of texts")
        return value
    if name == "is_public":
        if not isinstance(value, bool):
            raise ValueError("expected true or false")
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = ", ".join(value)
    if value is None:
        # "author:" with nothing behind it.
        return ""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, bool) or not isinstance(value, str | int | float | date):
        raise ValueError(f"expected text, found {type(value).__name__}")
    if name == "title_source":
        # "text, line 1" says where in the text; the importer finds the line by itself.
        return str(value).partition(",")[0]
    return dates.stated(str(value))


def read_slug(value: Any) -> str:
    """The slug; ValueError says what is wrong with it."""
    slug = str(value or "")
    try:
        validate_slug(slug)
    except ValidationError:
        raise ValueError(f"“{slug}” is no slug; use letters, digits and hyphens") from None
    if len(slug) > 200:
        raise ValueError("a slug has at most 200 characters")
    return slug


def said(problems: list[str]) -> str:
    return " ".join(str(problem) for problem in problems)
