"""Conflicts between files and curators: both sides told, kept until decided, decided by name."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from entities import conflicts, linking
from entities.conflicts import UnknownConflicts, name_of
from entities.loading import BadSeeds, load_seeds
from entities.merging.merge import merge
from entities.models import Entity, Evidence, Mention, Name, Note, Relationship, SeedConflict
from entities.settling import settle
from portal.search.models import IndexNote
from tests.dumps import every_row
from tests.entities.test_loading import cut
from tests.entities.test_validating import COPY_OF_LOCATED, LOCATED, LOCATED_QUOTE, E, N, R, alter
from tests.makers import make_article, make_entity

pytestmark = pytest.mark.django_db


@pytest.fixture
def clash(folder) -> Path:
    """A curator and a file gave dysprosium another name."""
    Entity.objects.filter(slug="dysprosium").update(name="Curated")
    alter(folder, E, 'name           = "Dysprosium"', 'name           = "From the file"')
    return folder


def dysprosium() -> Entity:
    return Entity.objects.get(slug="dysprosium")


def names(report=None) -> list[str]:
    found = report.conflicts if report else SeedConflict.objects.all()
    return [name_of(one) for one in found]


def test_both_sides_are_kept_until_decided(clash):
    assert names(load_seeds(clash)) == ["entity:dysprosium.name"]
    one = SeedConflict.objects.get()
    assert (one.kept, one.file_says) == ("Curated", "From the file")
    before = every_row(connection)
    assert names(load_seeds(clash)) == ["entity:dysprosium.name"]
    assert every_row(connection) == before


def test_the_report_prints_names_that_a_shell_takes(clash, capsys):
    cut(clash, R, f'[[relationship]]\nid       = "{LOCATED}"', "\n[[relationship]]")
    Relationship.objects.filter(slug=LOCATED).update(claim="promotional")
    Evidence.objects.filter(quote__startswith="Supported by a long").update(support="implied")
    quote = 'quote     = "Supported by a long-standing partnership with JOGMEC, the Lofdal Project"'
    judged = f'{quote}\n  support   = "coreference"\n  reads_as = "so"'
    alter(clash, R, f'{quote}\n  support   = "explicit"', judged)
    call_command("load_seeds", clash)
    told = capsys.readouterr().err
    assert (
        'Conflict: entity:dysprosium.name\n  the curator’s: "Curated"\n'
        '  the file’s:    "From the file"\n' in told
    )
    assert f"Conflict: relationship:{LOCATED}\n" in told
    assert "  the file’s:    nothing\n" in told
    (quoted,) = [line for line in told.splitlines() if "Supported by" in line and "'" in line]
    assert quoted.startswith("Conflict: 'relationship:jogmec--participates-in--lofdal.evidence.")
    assert quoted.endswith(".support'")
    assert "load_seeds --theirs entity:dysprosium.name\n" in told


def test_deciding_for_the_file_puts_its_value_into_the_database(clash):
    load_seeds(clash)
    report = load_seeds(clash, theirs=["entity:dysprosium.name"])
    assert (report.updated, report.conflicts) == (["entity dysprosium"], [])
    assert dysprosium().name == "From the file"
    assert not SeedConflict.objects.exists()
    assert not load_seeds(clash).has_changes


def test_what_the_same_load_finds_can_be_decided_at_once(clash):
    report = load_seeds(clash, theirs=["entity:dysprosium"])
    assert report.conflicts == []
    assert dysprosium().name == "From the file"


def test_deciding_for_the_curator_holds_until_the_file_changes_again(clash):
    load_seeds(clash)
    assert load_seeds(clash, ours=["entity:dysprosium.name"]).conflicts == []
    assert names(load_seeds(clash)) == []
    assert dysprosium().name == "Curated"
    alter(clash, E, '"From the file"', '"Again from the file"')
    assert names(load_seeds(clash)) == ["entity:dysprosium.name"]
    assert SeedConflict.objects.get().file_says == "Again from the file"


def test_a_conflict_goes_when_both_sides_agree(clash):
    load_seeds(clash)
    Entity.objects.filter(slug="dysprosium").update(name="From the file")
    assert names(load_seeds(clash)) == []


def test_a_conflict_shows_what_the_curator_says_now(clash):
    load_seeds(clash)
    Entity.objects.filter(slug="dysprosium").update(name="Curated again")
    load_seeds(clash)
    assert SeedConflict.objects.get().kept == "Curated again"


def test_only_the_field_that_is_decided_changes(clash):
    load_seeds(clash)
    Entity.objects.filter(slug="dysprosium").update(description="Written meanwhile.")
    load_seeds(clash, theirs=["entity:dysprosium.name"])
    assert dysprosium().description == "Written meanwhile."
    assert dysprosium().name == "From the file"


def test_all_but_one_can_be_decided_for_the_files(clash):
    Note.objects.filter(slug="note-china-share").update(as_of="2020")
    alter(clash, N, 'sources = ["src-usgs-mcs2026-re"]\nas_of = "2026-05-27"\n\n[[note]]\n'
          'id = "note-heavy', 'sources = ["src-usgs-mcs2026-re"]\nas_of = "2021"\n\n[[note]]\n'
          'id = "note-heavy')  # fmt: skip
    assert len(load_seeds(clash).conflicts) == 2
    report = load_seeds(clash, theirs=["all"], ours=["entity:dysprosium.name"])
    assert report.conflicts == []
    assert dysprosium().name == "Curated"
    assert Note.objects.get(slug="note-china-share").as_of == "2021"


def test_a_name_that_names_no_conflict_is_an_error_that_lists_the_open_ones(clash):
    before = every_row(connection)
    with pytest.raises(CommandError) as error:
        call_command("load_seeds", clash, theirs=["entity:dysprosium.nome"])
    assert str(error.value) == (
        "no open conflict is named entity:dysprosium.nome; nothing was loaded. "
        "Open are: entity:dysprosium.name"
    )
    assert every_row(connection) == before
    with pytest.raises(UnknownConflicts):
        load_seeds(clash, ours=["entity:jogmec"])


def test_one_conflict_is_not_decided_both_ways(clash):
    name = "entity:dysprosium.name"
    with pytest.raises(CommandError, match="Decided both ways: entity:dysprosium"):
        call_command("load_seeds", clash, theirs=[name], ours=[name])


def test_a_record_that_a_curator_deleted_comes_back_whole_for_the_file(folder):
    quotes = list(Evidence.objects.filter(relationship__slug=LOCATED).values_list("quote"))
    Relationship.objects.get(slug=LOCATED).delete()
    alter(folder, R, 'qualifiers = { part = "north', 'qualifiers = { part = "in north')
    assert names(load_seeds(folder)) == [f"relationship:{LOCATED}"]
    call_command("load_seeds", folder, theirs=["all"])
    statement = Relationship.objects.get(slug=LOCATED)
    assert statement.qualifiers.get().value == "in northwestern Namibia"
    assert list(statement.evidence.values_list("quote")) == quotes
    assert {one.state for one in statement.evidence.all()} == {"ok"}


@pytest.mark.parametrize("is_at_the_desk", [True, False])
def test_a_quote_that_comes_back_for_the_file_stands_where_the_file_says(folder, is_at_the_desk):
    one = Evidence.objects.get(relationship__slug=LOCATED, quote__startswith="the Lofdal deposit")
    Evidence.objects.create(relationship=one.relationship, article=one.article, quote="Namibia")
    text = bytes(one.article.versions.get().content).decode()
    one.delete()
    alter(folder, R, f'{LOCATED_QUOTE}\n  support   = "explicit"',
          f'{LOCATED_QUOTE}\n  support   = "implied"')  # fmt: skip
    load_seeds(folder)
    make_article(f"{text}\n\nOf a rumour: {one.quote} is no more.\n", slug=one.article.slug)
    if is_at_the_desk:
        settle(folder, theirs=SeedConflict.objects.all())
    else:
        load_seeds(folder, theirs=["all"])
    back = Evidence.objects.get(relationship=one.relationship, quote=one.quote)
    assert back.passage.text == one.passage.text


def test_a_record_that_the_file_took_out_goes_for_the_file(folder):
    Relationship.objects.filter(slug=LOCATED).update(claim="promotional")
    cut(folder, R, f'[[relationship]]\nid       = "{LOCATED}"', "\n[[relationship]]")
    load_seeds(folder)
    report = load_seeds(folder, theirs=[f"relationship:{LOCATED}"])
    assert report.removed == [f"relationship {LOCATED}"]
    assert not Relationship.objects.filter(slug=LOCATED).exists()


def test_a_conflict_within_a_record_gives_way_to_one_of_the_whole(folder):
    Relationship.objects.filter(slug=LOCATED).update(claim="disputed")
    alter(folder, R, 'claim    = "reported"', 'claim    = "promotional"')
    assert names(load_seeds(folder)) == [f"relationship:{LOCATED}.claim"]
    cut(folder, R, f'[[relationship]]\nid       = "{LOCATED}"', "\n[[relationship]]")
    assert names(load_seeds(folder)) == [f"relationship:{LOCATED}"]


def test_links_and_the_index_follow_what_is_decided_for_the_file(folder):
    Name.objects.get(entity__slug="dysprosium", text="dysprosium").delete()
    linking.link_all()
    alter(
        folder, E, 'match          = ["dysprosium"]',
        'match          = [{ text = "dysprosium", used_from = "1886" }]',
    )  # fmt: skip
    call_command("load_seeds", folder)
    assert names() == ["entity:dysprosium.names.dysprosium"]
    assert not Mention.objects.filter(entity__slug="dysprosium").exists()
    IndexNote.objects.all().delete()
    call_command("load_seeds", folder, theirs=names())
    assert Mention.objects.filter(entity__slug="dysprosium", surface="dysprosium").exists()
    noted = [note.keys for note in IndexNote.objects.filter(sort="entity")]
    assert [dysprosium().pk] in noted


def test_words_too_long_for_a_name_are_cut_and_still_found(folder):
    text = "word " * 150
    record = {"evidence": {text: {"support": "explicit"}}}
    path = conflicts.shortened(f"evidence.{text}.support")
    assert len(path) <= SeedConflict._meta.get_field("path").max_length
    assert conflicts.keys_of(path, record) == ("evidence", text, "support")


# --- what curators did that a file cannot have its way with


def test_all_that_clashes_is_told_together(folder):
    other = make_entity("Other")
    other.former_slugs.create(slug="nippon")
    other.former_slugs.create(slug="cathay")
    alter(folder, E, 'match          = ["Japan"]', 'match = ["Japan"]\nformer_slugs = ["nippon"]')
    alter(folder, E, 'match          = ["China"]', 'match = ["China"]\nformer_slugs = ["cathay"]')
    before = every_row(connection)
    with pytest.raises(Exception, match="2 problems") as bad:
        load_seeds(folder)
    assert [one.record for one in bad.value.problems] == ["japan", "china"]
    assert every_row(connection) == before


def take_quotes_apart(folder: Path) -> tuple[str, str]:
    """Of the two quotes of a statement a curator deletes the first, and the file the second."""
    first, second = (one.quote for one in located().evidence.all())
    located().evidence.get(quote=first).delete()
    path = folder / R
    text = path.read_text(encoding="utf-8")
    start = text.rindex("  [[relationship.evidence]]", 0, text.index(f'"{second}"'))
    path.write_text(text[:start] + text[text.index("\n[[relationship]]", start) :], "utf-8")
    return first, second


def located() -> Relationship:
    return Relationship.objects.get(slug=LOCATED)


def test_a_statement_of_which_each_side_deleted_a_quote_keeps_the_curator_s(folder, client):
    first, second = take_quotes_apart(folder)
    report = load_seeds(folder)
    assert (names(report), report.has_changes) == ([f"relationship:{LOCATED}.evidence"], False)
    assert [one.quote for one in located().evidence.all()] == [second]
    assert client.get(f"/relationships/{LOCATED}/").status_code == 200
    assert names(load_seeds(folder)) == names()
    load_seeds(folder, theirs=names())
    assert [one.quote for one in located().evidence.all()] == [first]


def test_the_last_quote_of_a_statement_does_not_go_for_the_file(folder):
    _, second = take_quotes_apart(folder)
    located().evidence.filter(quote=second).update(support="explicit")
    (name,) = names(load_seeds(folder))
    assert name.startswith(f"relationship:{LOCATED}.evidence.")
    before = every_row(connection)
    with pytest.raises(BadSeeds) as bad:
        load_seeds(folder, theirs=[name])
    assert "it would be left without a quote" in str(bad.value.problems[0])
    assert every_row(connection) == before


def test_a_file_that_rests_on_what_was_merged_is_told_where_it_is(folder):
    merge(*(Entity.objects.get(slug=slug) for slug in ("epangelo", "jogmec")), by="vera",
          ticks=["smaller", "to_itself"])  # fmt: skip
    assert not load_seeds(folder).has_changes
    before = every_row(connection)
    ends = {"subject": "epangelo", "type": "state_owned_by", "object": "japan"}
    copy = COPY_OF_LOCATED.format(id="epangelo--state-owned-by--japan", **ends)
    alter(folder, R, f'\n[[relationship]]\nid       = "{LOCATED}"\n', copy)
    with pytest.raises(BadSeeds) as bad:
        load_seeds(folder)
    (problem,) = bad.value.problems
    assert problem.problem == (
        "there is no entity “epangelo”; its address leads to “jogmec” now: write that"
    )
    assert every_row(connection) == before


# --- history


def test_a_load_leaves_one_record_for_each_row_that_changed_and_says_so(clash):
    alter(clash, E, 'country        = "japan"', 'country        = "namibia"')
    alter(clash, R, LOCATED_QUOTE, LOCATED_QUOTE + '\n  reads_as = "so"')
    before = {model: model.history.count() for model in (Entity, Name, Evidence, Relationship)}
    load_seeds(clash, theirs=["all"])
    grown = {model: model.history.count() - count for model, count in before.items()}
    assert grown == {Entity: 2, Name: 0, Evidence: 1, Relationship: 0}
    assert {one.history_change_reason for one in Entity.history.all()[:2]} == {"load_seeds"}


def test_a_first_load_records_the_making_of_each_row_once(built):
    history = Entity.history.filter(slug="jogmec")
    assert [one.history_type for one in history] == ["+"]
    assert history[0].country_id == Entity.objects.get(slug="jogmec").country_id is not None
    assert Evidence.history.count() == Evidence.objects.count()


def test_what_a_file_takes_away_is_in_the_history(folder):
    cut(folder, R, f'[[relationship]]\nid       = "{LOCATED}"', "\n[[relationship]]")
    load_seeds(folder)
    gone = Relationship.history.filter(slug=LOCATED).first()
    assert (gone.history_type, gone.history_change_reason) == ("-", "load_seeds")


def test_a_merged_entity_does_not_come_back_beside_its_redirect(folder):
    held = {
        slug: Entity.objects.get(slug=f"{slug}-sector") for slug in ("automotive", "electronics")
    }
    merge(held["electronics"], held["automotive"], by="vera")
    alter(folder, E, "Makers of electronic goods", "Builders of electronic goods")
    assert names(load_seeds(folder)) == ["entity:electronics-sector"]
    before = every_row(connection)
    with pytest.raises(BadSeeds) as fault:
        load_seeds(folder, theirs=["all"])
    assert "leads to automotive-sector since the two were made one" in str(fault.value.problems[0])
    assert every_row(connection) == before
