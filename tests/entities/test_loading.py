"""Loading the curation: all or nothing, twice the same, and never over a curator's word."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from entities import linking
from entities.loading import BadSeeds, load_seeds
from entities.models import (
    Entity,
    Evidence,
    FormerSlug,
    Link,
    Mention,
    Note,
    Observation,
    Qualifier,
    Relationship,
    RelationType,
    SeedRecord,
    Source,
)
from tests.dumps import every_row
from tests.entities.test_validating import E, F, N, R, S, alter
from tests.makers import make_entity, make_relationship

LOCATED = "lofdal--located-in--namibia"
NEWS = "japan-namibia-rare-earths-exploration-deal"

pytestmark = pytest.mark.django_db


def dysprosium() -> Entity:
    return Entity.objects.get(slug="dysprosium")


def test_the_seeds_are_held_whole(built):
    assert Entity.objects.filter(kind="element").count() == 17
    located = Relationship.objects.get(slug=LOCATED)
    assert (located.subject.slug, located.type.slug, located.object.slug) == (
        "lofdal", "located_in", "namibia",
    )  # fmt: skip
    assert located.qualifiers.get().value == "northwestern Namibia"
    assert {one.quote for one in located.evidence.all()} == {
        "the Lofdal deposit in northwestern Namibia",
        "Namibia, home to one of the world’s most significant heavy rare earth deposits",
    }
    assert RelationType.objects.get(slug="partner_of").symmetric
    note = Note.objects.get(slug="note-ev-batteries")
    assert [source.slug for source in note.sources.order_by("notesource")] == [
        "src-iea-topic", "src-usgs-mcs2026-re",
    ]  # fmt: skip
    assert [anchor.place for anchor in note.anchors.filter(is_contrast=False)] == ["3", "5", "9"]
    assert note.anchors.get(is_contrast=True).passage.line == 5


def test_not_stated_is_no_value(built):
    shares = Qualifier.objects.filter(key="share", relationship__slug__startswith="lofdal--project")
    assert [(one.value, one.remark) for one in shares] == [("", "")]
    assert not Qualifier.objects.filter(value__in=("not stated", "unknown")).exists()


def test_the_code_of_namibia_is_two_letters_and_not_a_missing_value(built):
    codes = Entity.objects.get(slug="namibia").identifiers
    assert codes.get(scheme="iso3166_1_alpha2").value == "NA"


def test_a_date_with_words_behind_it_keeps_them_beside(folder):
    alter(folder, S, 'date = "2026-05-27"', 'date = "2026-05 (day not seen)"')
    load_seeds(folder)
    source = Source.objects.get(slug="src-usgs-mcs2026-re")
    assert (source.date, source.date_note) == ("2026-05", "day not seen")


def test_loading_twice_changes_nothing_not_even_an_id(folder):
    before = every_row(connection)
    report = load_seeds(folder)
    assert not report.has_changes
    assert not report.conflicts
    assert every_row(connection) == before


# --- changes of the files


def test_a_change_in_a_file_reaches_the_database(folder):
    alter(folder, E, 'name           = "Dysprosium"', 'name = "Dysprosium (Dy)"')
    assert load_seeds(folder).updated == ["entity dysprosium"]
    assert dysprosium().name == "Dysprosium (Dy)"
    assert not load_seeds(folder).has_changes


def test_only_what_differs_is_written(folder):
    before = every_row(connection)
    alter(folder, E, 'name           = "Dysprosium"', 'name = "Dysprosium (Dy)"')
    load_seeds(folder)
    changed = [table for table, rows in every_row(connection).items() if rows != before[table]]
    assert set(changed) == {"entities_entity", "entities_historicalentity", "entities_seedrecord"}


def test_a_new_name_in_a_file_is_linked_by_the_command(folder, capsys):
    alter(folder, E, 'match          = ["dysprosium"]', 'match = ["dysprosium", "deposit"]')
    call_command("load_seeds", folder)
    assert "1 updated" in capsys.readouterr().out
    assert Mention.objects.filter(entity=dysprosium(), surface="deposit").exists()


def test_a_quote_added_in_a_file_stands_at_its_line_at_once(folder):
    alter(
        folder, R, f'\n  [[relationship.evidence]]\n  article   = "{NEWS}"',
        f'\n  [[relationship.evidence]]\n  article = "{NEWS}"\n  line = 11\n'
        '  quote = "Lofdal deposit in northwestern"\n  support = "explicit"'
        f'\n  [[relationship.evidence]]\n  article   = "{NEWS}"',
    )  # fmt: skip
    call_command("load_seeds", folder)
    one = Evidence.objects.get(quote="Lofdal deposit in northwestern")
    assert (one.state, one.passage.line, one.relationship.slug) == ("ok", 11, LOCATED)


def test_records_taken_out_of_the_files_are_removed(folder):
    cut(folder, R, f'[[relationship]]\nid       = "{LOCATED}"', "\n[[relationship]]")
    cut(folder, F, "mine_production,Australia,,AUS,2024", "\n")
    before = Observation.objects.count()
    removed = load_seeds(folder).removed
    assert f"relationship {LOCATED}" in removed
    assert len(removed) == 2
    assert not Relationship.objects.filter(slug=LOCATED).exists()
    assert Observation.objects.count() == before - 1
    assert not load_seeds(folder).has_changes


def cut(folder: Path, name: str, start: str, end: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    first = text.index(start)
    path.write_text(text[:first] + text[text.index(end, first + 1) + 1 :], encoding="utf-8")


def test_a_statement_may_come_back_under_another_id(folder):
    alter(folder, R, f'id       = "{LOCATED}"', 'id = "lofdal-in-namibia"')
    report = load_seeds(folder)
    assert report.removed == [f"relationship {LOCATED}"]
    assert Relationship.objects.get(slug="lofdal-in-namibia").evidence.count() == 2


def test_an_element_may_be_renamed_with_its_symbol(folder):
    alter(folder, E, 'id             = "thulium"', 'id = "element-69"')
    load_seeds(folder)
    assert Entity.objects.get(symbol="Tm").slug == "element-69"
    assert not Entity.objects.filter(slug="thulium").exists()


def test_an_old_address_may_pass_to_another_entity(folder):
    alter(folder, E, 'former_slugs   = ["lofdal-project", ', "former_slugs = [")
    alter(
        folder, E, 'match          = ["Japan"]', 'match=["Japan"]\nformer_slugs=["lofdal-project"]'
    )
    load_seeds(folder)
    assert FormerSlug.objects.get(slug="lofdal-project").entity.slug == "japan"


# --- what a curator changed


def test_a_field_that_a_curator_changed_stays_while_the_file_says_the_same(folder):
    Entity.objects.filter(slug="dysprosium").update(description="A curator's words.")
    report = load_seeds(folder)
    assert not report.has_changes
    assert not report.conflicts
    assert dysprosium().description == "A curator's words."


def test_changes_of_both_sides_to_other_fields_are_both_kept(folder):
    Entity.objects.filter(slug="dysprosium").update(description="A curator's words.")
    alter(folder, E, 'name           = "Dysprosium"', 'name = "Dysprosium (Dy)"')
    report = load_seeds(folder)
    assert (report.updated, report.conflicts) == (["entity dysprosium"], [])
    assert (dysprosium().name, dysprosium().description) == (
        "Dysprosium (Dy)", "A curator's words.",
    )  # fmt: skip


def test_a_clash_keeps_the_curator_s_word_and_is_reported(folder, capsys):
    Entity.objects.filter(slug="dysprosium").update(name="Curated")
    alter(folder, E, 'name           = "Dysprosium"', 'name = "From the file"')
    alter(folder, E, "atomic_number  = 67", "atomic_number = 68")
    alter(folder, E, "atomic_number  = 68", "atomic_number = 67")
    call_command("load_seeds", folder)
    captured = capsys.readouterr()
    assert "Conflict: entity:dysprosium.name\n" in captured.err
    assert 'the curator’s: "Curated"' in captured.err
    assert 'the file’s:    "From the file"' in captured.err
    assert "1 conflicts" in captured.out
    assert dysprosium().name == "Curated"
    assert Entity.objects.get(slug="holmium").atomic_number == 68


def test_a_clash_in_one_field_does_not_hold_up_the_others(folder):
    Entity.objects.filter(slug="dysprosium").update(name="Curated")
    alter(
        folder, E, 'name           = "Dysprosium"\n', 'name = "File"\nfamily_name = "of the file"\n'
    )
    report = load_seeds(folder)
    assert len(report.conflicts) == 1
    assert (dysprosium().name, dysprosium().family_name) == ("Curated", "of the file")


def test_a_name_that_a_curator_added_stays_beside_one_that_the_file_adds(folder):
    dysprosium().names.create(text="Dysprosium metal", links=True)
    alter(folder, E, 'match          = ["dysprosium"]', 'match = ["dysprosium", "Dyprosium"]')
    assert not load_seeds(folder).conflicts
    assert set(dysprosium().names.values_list("text", flat=True)) == {
        "dysprosium", "Dyprosium", "Dysprosium metal", "Dy",
    }  # fmt: skip


def test_a_name_that_a_curator_deleted_does_not_come_back(folder):
    dysprosium().names.filter(text="dysprosium").delete()
    alter(folder, E, 'name           = "Dysprosium"', 'name = "Dysprosium (Dy)"')
    load_seeds(folder)
    assert set(dysprosium().names.values_list("text", flat=True)) == {"Dy"}


def test_a_record_that_a_curator_deleted_does_not_come_back(folder):
    Relationship.objects.get(slug=LOCATED).delete()
    assert not load_seeds(folder).has_changes
    assert not Relationship.objects.filter(slug=LOCATED).exists()


def test_a_record_that_a_curator_made_is_never_touched(folder):
    Entity.objects.create(slug="made", name="Made by hand", kind="concept")
    load_seeds(folder)
    assert Entity.objects.filter(slug="made").exists()
    assert not SeedRecord.objects.filter(key="made").exists()


def test_a_record_taken_out_but_touched_by_a_curator_stays_and_is_reported(folder):
    Relationship.objects.filter(slug=LOCATED).update(claim="promotional")
    cut(folder, R, f'[[relationship]]\nid       = "{LOCATED}"', "\n[[relationship]]")
    report = load_seeds(folder)
    assert report.removed == []
    assert [conflict.key for conflict in report.conflicts] == [LOCATED]
    assert Relationship.objects.filter(slug=LOCATED).exists()


def test_a_record_that_others_rest_on_is_not_removed_under_them(folder):
    thulium = Entity.objects.get(slug="thulium")
    make_relationship(make_entity("Made", kind="project"), thulium)
    before = every_row(connection)
    cut(folder, E, '[[entity]]\nid             = "thulium"', "\n[[entity]]")
    with pytest.raises(BadSeeds) as bad:
        load_seeds(folder)
    (problem,) = bad.value.problems
    assert (problem.file, problem.record) == ("entities.toml", "thulium")
    assert "these rest on it: Relationship Made knows Thulium" in problem.problem
    assert every_row(connection) == before


def test_a_curator_s_evidence_stays_beside_that_of_the_files(folder):
    located = Relationship.objects.get(slug=LOCATED)
    given = located.evidence.get(article__slug=NEWS)
    Evidence.objects.create(
        relationship=located, article=given.article, quote="Lofdal deposit", support="explicit"
    )
    alter(folder, R, 'quote     = "the Lofdal deposit in', 'quote     = "Lofdal deposit in')
    report = load_seeds(folder)
    assert not report.conflicts
    assert set(located.evidence.filter(article=given.article).values_list("quote", flat=True)) == {
        "Lofdal deposit", "Lofdal deposit in northwestern Namibia",
    }  # fmt: skip


def test_a_support_that_a_curator_judged_otherwise_stays(folder):
    Evidence.objects.filter(relationship__slug=LOCATED, article__slug=NEWS).update(
        support="implied"
    )
    alter(folder, R, 'qualifiers = { part = "north', 'qualifiers = { part = "in north')
    load_seeds(folder)
    located = Relationship.objects.get(slug=LOCATED)
    assert located.evidence.get(article__slug=NEWS).support == "implied"
    assert located.qualifiers.get().value == "in northwestern Namibia"


def test_a_qualifier_that_a_curator_dated_stays(folder):
    relationship = Relationship.objects.get(slug="jogmec--participates-in--lofdal")
    relationship.qualifiers.filter(key="start").update(date="2020")
    alter(
        folder,
        R,
        'object   = "lofdal"\nclaim    = "reported"',
        'object   = "lofdal"\nclaim = "promotional"',
    )
    assert not load_seeds(folder).conflicts
    assert relationship.qualifiers.get(key="start").date == "2020"


def test_a_figure_that_a_curator_corrected_stays(folder):
    figure = Observation.objects.get(
        measure="mine_production", iso3="AUS", period="2024", edition__startswith="MCS 2026"
    )
    Observation.objects.filter(pk=figure.pk).update(value=1)
    assert not load_seeds(folder).has_changes
    alter(
        folder,
        F,
        "mine_production,Australia,,AUS,2024,29000",
        "mine_production,Australia,,AUS,2024,30000",
    )
    report = load_seeds(folder)
    assert len(report.conflicts) == 1
    assert Observation.objects.get(pk=figure.pk).value == 1


def test_a_link_that_a_curator_took_back_stays_taken_back(folder):
    link = Link.objects.get(entity=dysprosium(), article__slug=NEWS)
    link.decision = "rejected"
    link.save()
    linking.link_articles([link.article_id])
    alter(folder, E, 'name           = "Dysprosium"', 'name = "Dysprosium (Dy)"')
    call_command("load_seeds", folder)
    link.refresh_from_db()
    assert link.decision == "rejected"
    assert (
        not Mention.objects.public()
        .filter(entity=dysprosium(), passage__version__article=link.article)
        .exists()
    )


def test_a_file_that_rests_on_what_a_curator_deleted_is_told(folder):
    free = Source.objects.filter(notes=None, observations=None).first()
    if free is None:
        free = Source.objects.get(slug="src-iea-topic")
        Note.objects.filter(sources=free).delete()
    slug = free.slug
    free.delete()
    before = every_row(connection)
    alter(folder, N, 'sources = ["src-ec-2022-11-08"', f'sources = ["{slug}", "src-ec-2022-11-08"')
    with pytest.raises(BadSeeds) as bad:
        load_seeds(folder)
    (problem,) = bad.value.problems
    assert (problem.file, problem.record) == ("notes.toml", "note-eu-namibia-scope")
    assert f"there is no source “{slug}”; a curator deleted it" in problem.problem
    assert every_row(connection) == before


def test_a_file_that_clashes_with_a_curator_s_row_is_told_and_nothing_written(folder):
    FormerSlug.objects.create(slug="nippon", entity=dysprosium())
    before = every_row(connection)
    alter(folder, E, 'match          = ["Japan"]', 'match = ["Japan"]\nformer_slugs = ["nippon"]')
    with pytest.raises(BadSeeds) as bad:
        load_seeds(folder)
    (problem,) = bad.value.problems
    assert (problem.file, problem.record) == ("entities.toml", "japan")
    assert "clashes with what a curator entered" in problem.problem
    assert every_row(connection) == before
