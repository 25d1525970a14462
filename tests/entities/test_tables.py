"""Entities, names and relationships as tables: out of admin, and in again."""

import csv
import io

import lxml.html
import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from entities.admin.tables.cells import escape, is_formula, unescape
from entities.models import Entity, Evidence, Link, Name, Relationship
from entities.signals import knowledge_changed
from tests.makers import make_article, make_entity, make_evidence, make_relationship

ENTITY = [
    "slug",
    "kind",
    "subtype",
    "name",
    "short_name",
    "description",
    "curator_hint",
    "country",
    "parent_group",
    "family_name",
    "date",
    "date_note",
    "symbol",
    "atomic_number",
    "class_usgs",
    "class_eu",
    "class_geo3",
    "class_seeds",
    "members_total",
    "uses",
]
NAME = ["entity", "text", "language", "links", "used_from", "used_until"]
STATEMENT = [
    "subject",
    "type",
    "object",
    "claim",
    "article",
    "quote",
    "passage",
    "support",
    "reads_as",
]
BLANK = {Entity: ENTITY, Name: NAME, Relationship: STATEMENT}


@pytest.fixture
def curator(client, db):
    client.force_login(User.objects.create_superuser("maria", password="x"))
    return client


@pytest.fixture
def heard():
    sent = []

    def receive(sender, **concerned):
        sent.append(concerned)

    knowledge_changed.connect(receive)
    yield sent
    knowledge_changed.disconnect(receive)


def url(model, page: str) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")


def table(model, *rows: dict) -> str:
    """A file with all columns, and these rows."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, BLANK[model], restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def preview(client, model, file: str | bytes):
    raw = file.encode() if isinstance(file, str) else file
    sent = {"import_file": SimpleUploadedFile("table.csv", raw), "format": "0", "resource": "0"}
    return client.post(url(model, "import"), sent)


def confirm(client, model, response):
    page = lxml.html.fromstring(response.content.decode())
    (form,) = [form for form in page.forms if form.get("id") == "confirm_form"]
    return client.post(url(model, "process_import"), dict(form.form_values()))


def bring(client, model, file: str | bytes):
    """See what a file does, and confirm it."""
    response = preview(client, model, file)
    assert not faults_in(response)
    return confirm(client, model, response)


def faults_in(response) -> str:
    assert response.status_code == 200, "saved without complaint"
    page = lxml.html.fromstring(response.content.decode())
    found = [*page.find_class("errorlist"), *page.xpath("//table[@class='faulty']//tr")]
    return " ".join(" ".join(" ".join(one.itertext()).split()) for one in found)


def does(response) -> list[str]:
    return [row.import_type for row in response.context["result"].rows]


def export(client, model) -> bytes:
    response = client.get(url(model, "export"))
    assert response.status_code == 200
    return response.content


def entity_row(**given) -> dict:
    return {"slug": "lofdal", "kind": "project", "name": "Lofdal"} | given


@pytest.mark.parametrize("model", BLANK, ids=lambda model: model.__name__)
def test_what_is_exported_and_brought_back_changes_nothing(built, curator, model, heard):
    file, records = export(curator, model), model.history.count()
    response = preview(curator, model, file)
    assert not faults_in(response)
    assert set(does(response)) == {"skip"}
    expected = Evidence.objects.count() if model is Relationship else model.objects.count()
    assert len(does(response)) == expected
    assert confirm(curator, model, response).status_code == 302
    assert not heard
    assert export(curator, model) == file
    assert model.history.count() == records


def test_only_what_the_list_shows_is_exported(built, curator):
    response = curator.get(url(Entity, "export"), {"kind": "country"})
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert {row["kind"] for row in rows} == {"country"}


def test_a_row_makes_an_entity_or_changes_one_and_nothing_before_it_is_confirmed(curator, heard):
    make_entity("Lofdal", kind="project")
    file = table(
        Entity, entity_row(description="A deposit."), entity_row(slug="steenkampskraal", name="S.")
    )
    response = preview(curator, Entity, file)
    assert does(response) == ["update", "new"]
    assert "<ins>A deposit.</ins>" in response.content.decode()
    assert not heard
    assert Entity.objects.get().description == ""
    assert confirm(curator, Entity, response).status_code == 302
    one = Entity.objects.get(slug="lofdal")
    assert one.description == "A deposit."
    assert one.history.latest().history_user_id == "maria"
    other = Entity.objects.get(slug="steenkampskraal")
    assert heard[0]["entity_ids"] == sorted([one.pk, other.pk])


def test_a_renamed_entity_keeps_its_old_address(curator):
    make_entity("Lofdal", kind="project")
    file = table(Entity, entity_row()).replace("uses\r\n", "uses,new_slug\r\n")
    file = file.rstrip("\r\n") + ",lofdal-mine\r\n"
    assert bring(curator, Entity, file).status_code == 302
    one = Entity.objects.get()
    assert one.slug == "lofdal-mine"
    assert one.former_slugs.get().slug == "lofdal"
    # The old file now speaks of an address that only leads there.
    again = preview(curator, Entity, table(Entity, entity_row()))
    assert "A former address: write “lofdal-mine” instead." in faults_in(again)


def test_a_name_is_linked_once_it_is_brought(curator):
    article = make_article("A title of it\n\nThe mine at Lofdal is to open.")
    make_entity("Lofdal", kind="project", names=())
    row = {"entity": "lofdal", "text": "Lofdal", "language": "en", "links": "yes"}
    assert bring(curator, Name, table(Name, row)).status_code == 302
    assert Link.objects.get().article == article
    assert bring(curator, Name, table(Name, row | {"links": "no"})).status_code == 302
    assert not Link.objects.exists()


@pytest.fixture
def statement(db):
    article = make_article("A title of it\n\nThe mine’s owner is known to Lofdal.", slug="news")
    subject, other = make_entity("Owner"), make_entity("Lofdal")
    make_relationship(subject, other).delete()
    return article


def statement_row(**given) -> dict:
    return {
        "subject": "owner", "type": "knows", "object": "lofdal", "claim": "reported",
        "article": "news", "quote": "The mine's owner", "support": "explicit",
    } | given  # fmt: skip


def test_a_row_brings_a_statement_with_its_quote(curator, statement, heard):
    file = table(
        Relationship, statement_row(), statement_row(quote="is known to", support="implied")
    )
    assert bring(curator, Relationship, file).status_code == 302
    one = Relationship.objects.get()
    assert one.slug == "owner--knows--lofdal"
    # The article's own characters are kept.
    assert [quote.quote for quote in one.evidence.all()] == ["The mine’s owner", "is known to"]
    assert {quote.state for quote in one.evidence.all()} == {"ok"}
    assert one.history.get().history_user_id == "maria"
    assert heard[-1]["relationship_ids"] == [one.pk]
    assert heard[-1]["article_ids"] == [statement.pk]
    assert set(does(preview(curator, Relationship, file))) == {"skip"}


def test_a_claim_changes_with_all_its_rows_or_not_at_all(curator, statement):
    relationship = make_relationship(*Entity.objects.order_by("-name"))
    for quote in ("The mine’s owner", "is known to"):
        make_evidence(statement, quote, relationship=relationship)
    rows = [statement_row(claim="promotional"), statement_row(quote="is known to")]
    response = preview(curator, Relationship, table(Relationship, *rows))
    assert "Row 2 of the file says “promotional”" in faults_in(response)
    rows[1]["claim"] = "promotional"
    assert bring(curator, Relationship, table(Relationship, *rows)).status_code == 302
    relationship.refresh_from_db()
    assert relationship.claim == "promotional"


BAD_STATEMENTS = {
    "a quote that is not there": ({"quote": "The owner of it"}, "quote", "does not stand"),
    "no reading": ({"support": "coreference"}, "reads_as", "how the quote is to be read"),
    "no entity": ({"subject": "nobody"}, "subject", "No entity “nobody” is held"),
    "no type": ({"type": "loves"}, "type", "No type “loves” is held"),
    "no article": ({"article": "none"}, "article", "No article “none” is held"),
    "no claim": ({"claim": "sure"}, "claim", "sure"),
    "a claim without its note": ({"claim": "disputed"}, "claim", "needs a note"),
    "no support": ({"support": ""}, "support", "required"),
    "itself": ({"object": "owner"}, "the whole row", "related to itself"),
    "a kind not allowed": ({"object": "namibia"}, "object", "this type takes"),
    "another passage": ({"passage": "1"}, "quote", "stand in passage 1"),
    "no passage": ({"passage": "x"}, "passage", "whole number"),
}


@pytest.mark.parametrize(
    ("given", "column", "said"), BAD_STATEMENTS.values(), ids=list(BAD_STATEMENTS)
)
def test_a_row_that_breaks_a_rule_of_statements_is_told_at_its_column(
    curator, statement, given, column, said
):
    make_entity("Namibia", kind="country")
    sound = statement_row(quote="is known to", claim=given.get("claim", "reported"))
    file = table(Relationship, sound, statement_row(**given))
    response = preview(curator, Relationship, file)
    assert f"3 {column} " in faults_in(response)
    assert said in faults_in(response)
    assert "confirm_form" not in response.context
    assert not Relationship.objects.exists()


BAD_ENTITIES = {
    "a date that is not EDTF": ({"date": "last spring"}, "date", "not an EDTF date"),
    "no kind": ({"kind": "ship"}, "kind", "ship"),
    "no name": ({"name": ""}, "name", "blank"),
    "no slug": ({"slug": "no slug!"}, "slug", "valid"),
    "no number": ({"atomic_number": "many"}, "atomic_number", "not a whole number"),
    "no country": ({"country": "atlantis"}, "country", "No country “atlantis” is held"),
    "a country that is none": ({"country": "held"}, "country", "No country “held” is held"),
}


@pytest.mark.parametrize(("given", "column", "said"), BAD_ENTITIES.values(), ids=list(BAD_ENTITIES))
def test_a_row_that_breaks_a_rule_of_entities_is_told_at_its_column(curator, given, column, said):
    make_entity("Held")
    response = preview(curator, Entity, table(Entity, entity_row(**given)))
    assert f"2 {column} " in faults_in(response)
    assert said in faults_in(response)
    assert Entity.objects.count() == 1


BAD_NAMES = {
    "a symbol": ({"text": "Dy"}, "links", "never links"),
    "no date": ({"used_from": "once"}, "used_from", "not an EDTF date"),
    "neither yes nor no": ({"links": "maybe"}, "links", "write yes or no"),
    "no entity": ({"entity": "nothing"}, "entity", "No entity “nothing” is held"),
}


@pytest.mark.parametrize(("given", "column", "said"), BAD_NAMES.values(), ids=list(BAD_NAMES))
def test_a_row_that_breaks_a_rule_of_names_is_told_at_its_column(curator, given, column, said):
    make_entity("Dysprosium", kind="element", symbol="Dy", names=())
    row = {"entity": "dysprosium", "text": "dysprosium", "language": "en", "links": "yes"}
    response = preview(curator, Name, table(Name, row | given))
    assert f"2 {column} " in faults_in(response)
    assert said in faults_in(response)
    assert not Name.objects.exists()


GOOD = table(Entity, entity_row())
BAD_FILES = {
    "empty": (b"", "empty"),
    "white": (b" \n\n", "empty"),
    "only a head": (",".join(ENTITY).encode(), "no row below"),
    "a missing column": (GOOD.replace("slug,kind", "slug").encode(), "has 19"),
    "a column left out": (
        "\n".join(",".join(line.split(",")[1:]) for line in GOOD.splitlines()).encode(),
        "Missing: “slug”. Add it.",
    ),
    "an unknown column": (GOOD.replace("subtype", "subtyp").encode(), "Unknown: “subtyp”"),
    "a column twice": (GOOD.replace("subtype", "kind").encode(), "“kind” stands twice"),
    "a formula": (
        table(Entity, entity_row(description="=1+1")).encode(),
        "Row 2, column “description”: “=1+1” would be run as a formula",
    ),
    "a formula below a break": (
        table(Entity, entity_row(uses="One\nTwo"), entity_row(slug="x", name="@SUM(A1)")).encode(),
        "Row 3, column “name”",
    ),
    "another encoding": ("slug,name\nx,Größe".encode("latin-1"), "byte 0xf6 at byte offset 14"),
    "binary": (b"slug,\0", "NUL"),
    "torn quotation marks": (b'slug,name\n"x,y', "no CSV"),
    "too many cells": (GOOD.strip().encode() + b",x", "Row 2: 21 cells, but the head has 20."),
    "a row twice": (table(Entity, entity_row(), entity_row()).encode(), "Row 2 of the file"),
}  # fmt: skip


@pytest.mark.parametrize(("file", "said"), BAD_FILES.values(), ids=list(BAD_FILES))
def test_a_file_that_is_no_table_says_why(curator, file, said):
    response = preview(curator, Entity, file)
    assert said in faults_in(response)
    assert not Entity.objects.exists()


def test_a_missing_column_is_one_message(curator):
    rows = [entity_row(slug=f"one-{number}") for number in range(5)]
    file = table(Entity, *rows).replace("kind,", "art,", 1)
    assert faults_in(preview(curator, Entity, file)).count("“kind”. Add it.") == 1


def test_semicolons_and_a_mark_of_byte_order_are_no_trouble(curator):
    file = table(Entity, entity_row()).replace(",", ";")
    assert bring(curator, Entity, file.encode("utf-8-sig")).status_code == 302
    assert Entity.objects.get().slug == "lofdal"


@pytest.mark.parametrize(
    "cell", ["=1+1", "+cmd|'/C calc'!A0", "-1+2", "@SUM(A1)", " =1", "\t=1", "'=1", "-x", "''@x"]
)
def test_a_cell_that_looks_like_a_formula_comes_back_as_it_was(cell):
    assert not is_formula(escape(cell))
    assert escape(cell).startswith("'")
    assert unescape(escape(cell)) == cell


@pytest.mark.parametrize(
    "cell", ["-5", "+3.5", "-1,000.5", "-0500", "-0500-01", "", "-", "a=b", "'s"]
)
def test_numbers_and_years_before_our_era_are_no_formulas(cell):
    assert not is_formula(cell)
    assert escape(cell) == cell == unescape(cell)


def test_a_text_that_looks_like_a_formula_goes_out_escaped_and_comes_in_again(curator):
    make_entity("Lofdal", kind="project", description="=HYPERLINK(1)", curator_hint="-x")
    file = export(curator, Entity)
    assert b"'=HYPERLINK(1)" in file
    assert does(preview(curator, Entity, file)) == ["skip"]


def test_one_faulty_row_keeps_all_others_out(curator):
    file = table(Entity, entity_row(), entity_row(slug="other", date="soon"))
    assert "3 date " in faults_in(preview(curator, Entity, file))
    assert not Entity.objects.exists()


def test_whoever_confirms_what_others_changed_meanwhile_is_told(curator):
    one = make_entity("Lofdal", kind="project")
    response = preview(curator, Entity, table(Entity, entity_row(description="Mine.")))
    one.description = "Somebody else's."
    one.save()
    second = confirm(curator, Entity, response)
    assert "changed meanwhile" in second.content.decode()
    one.refresh_from_db()
    assert one.description == "Somebody else's."
    assert "<del>Somebody else&#x27;s.</del>" in second.content.decode()
    assert confirm(curator, Entity, second).status_code == 302
    one.refresh_from_db()
    assert one.description == "Mine."


def test_a_row_that_became_faulty_meanwhile_is_told_and_nothing_is_saved(curator, statement):
    file = table(Relationship, statement_row(quote="is known to"), statement_row())
    response = preview(curator, Relationship, file)
    make_article("A title of it\n\nNothing of the kind is known to anybody.", slug="news")
    second = confirm(curator, Relationship, response)
    assert "does not stand" in faults_in(second)
    assert not Relationship.objects.exists()


def test_a_tampered_file_is_refused(curator):
    response = preview(curator, Entity, GOOD)
    form = lxml.html.fromstring(response.content.decode()).get_element_by_id("confirm_form")
    sent = dict(form.form_values()) | {"import_file_name": "passwd"}
    refused = curator.post(url(Entity, "process_import"), sent)
    assert "not as it was sent" in refused.content.decode()
    assert not Entity.objects.exists()


def test_tables_ask_for_the_rights(client, db):
    user = User.objects.create_user("reader", is_staff=True)
    client.force_login(user)
    assert client.get(url(Entity, "import")).status_code == 403
    assert client.get(url(Entity, "export")).status_code == 403
    for codename in ("view_entity", "add_entity"):
        user.user_permissions.add(Permission.objects.get(codename=codename))
    assert client.get(url(Entity, "export")).status_code == 200
    assert client.get(url(Entity, "import")).status_code == 403
    assert client.post(url(Entity, "process_import"), {}).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="change_entity"))
    assert client.get(url(Entity, "import")).status_code == 200


@pytest.mark.parametrize("model", BLANK, ids=lambda model: model.__name__)
def test_the_lists_lead_to_import_and_export(curator, model):
    page = curator.get(url(model, "changelist")).content.decode()
    assert url(model, "import") in page
    assert url(model, "export") in page


def test_the_pages_hold_to_our_policy(curator):
    make_entity("Lofdal", kind="project")
    asked = curator.get(url(Entity, "import"))
    changed = preview(curator, Entity, table(Entity, entity_row(description="A deposit.")))
    faulty = preview(curator, Entity, table(Entity, entity_row(date="soon")))
    for response in (asked, changed, faulty):
        page = lxml.html.fromstring(response.content.decode())
        assert not page.xpath(
            "//*[@style or @onclick or @onchange] | //style | //script[not(@src)]"
        )
