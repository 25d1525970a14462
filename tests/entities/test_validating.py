"""The curation files with one fault each, and with many at once."""

import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import Article
from entities.loading import BadSeeds, load_seeds
from entities.models import Entity, Relationship
from entities.validating import Corpus
from tests.dumps import every_row
from tests.makers import import_paths

NEWS = "japan-namibia-rare-earths-exploration-deal"

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def folder(seeds, tmp_path) -> Path:
    """A copy of the seeds, its articles imported and nothing loaded."""
    copy = Path(shutil.copytree(seeds, tmp_path / "seeds"))
    import_paths(copy / "articles")
    return copy


def alter(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text, f"the seeds no longer hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems_of(folder: Path) -> list[tuple[str, str, str, str]]:
    with pytest.raises(BadSeeds) as bad:
        load_seeds(folder)
    return [(one.file, one.record, one.field, one.problem) for one in bad.value.problems]


E, R, N, S, F = "entities.toml", "relationships.toml", "notes.toml", "sources.toml", "figures.csv"
LOCATED = "lofdal--located-in--namibia"
LOCATED_QUOTE = 'quote     = "the Lofdal deposit in northwestern Namibia"'
DISPUTED = "epangelo--party-to--japan-namibia-exploration-agreement"
COPY_OF_LOCATED = f"""
[[relationship]]
id = "{{id}}"
subject = "{{subject}}"
type = "{{type}}"
object = "{{object}}"
claim = "reported"
  [[relationship.evidence]]
  article = "{NEWS}"
  line = 11
  quote = "the Lofdal deposit in northwestern Namibia"
  support = "explicit"

[[relationship]]
id       = "{LOCATED}"
"""


def another(**changes) -> tuple[str, str]:
    stated = {"id": "another", "subject": "lofdal", "type": "located_in", "object": "namibia"}
    return f'\n[[relationship]]\nid       = "{LOCATED}"\n', COPY_OF_LOCATED.format(
        **stated | changes
    )


# What is wrong: the file, the words altered, their alteration; the record, field and problem told.
FAULTS = {
    "unknown subject": (
        R, 'subject  = "lofdal"', 'subject  = "lofdall"',
        LOCATED, "subject", "there is no entity “lofdall” in entities.toml",
    ),
    "unknown object": (
        R, 'object   = "namibia"', 'object   = "namibya"', LOCATED, "object", "“namibya”",
    ),
    "unknown type": (
        R, 'type     = "located_in"', 'type     = "lies_in"', LOCATED, "type", "“lies_in”",
    ),
    "kind not allowed for the subject": (
        R, 'subject  = "lofdal"', 'subject  = "japan"',
        LOCATED, "subject", "“japan” is a country; located_in takes project",
    ),
    "kind not allowed for the object": (
        R, 'object   = "namibia"', 'object   = "jogmec"',
        LOCATED, "object", "“jogmec” is a organization; located_in takes country, region",
    ),
    "an entity related to itself": (
        R, 'object   = "namibia"', 'object   = "lofdal"', LOCATED, "object", "to itself",
    ),
    "quote not found": (
        R, LOCATED_QUOTE, LOCATED_QUOTE.replace("deposit", "Deposit"),
        LOCATED, "evidence 1.quote", "found 0 times, not once",
    ),
    "quote on another line": (
        R, "line      = 11\n  " + LOCATED_QUOTE, "line      = 9\n  " + LOCATED_QUOTE,
        LOCATED, "evidence 1.quote", "found 0 times, not once",
    ),
    "quote found twice": (
        R, LOCATED_QUOTE, 'quote     = "the"', LOCATED, "evidence 1.quote", "not once",
    ),
    "quote on an empty line": (
        R, "line      = 11\n  " + LOCATED_QUOTE, "line      = 12\n  " + LOCATED_QUOTE,
        LOCATED, "evidence 1.quote", "has no text at line 12",
    ),
    "quote beyond the text": (
        R, "line      = 11\n  " + LOCATED_QUOTE, "line      = 999\n  " + LOCATED_QUOTE,
        LOCATED, "evidence 1.quote", "has no text at line 999",
    ),
    "quote from a promotion": (
        R, "line      = 11\n  " + LOCATED_QUOTE, "line      = 17\n  " + LOCATED_QUOTE,
        LOCATED, "evidence 1.quote", "line 17 is a promo, which may not carry evidence",
    ),
    "quote from a teaser": (
        R, "line      = 11\n  " + LOCATED_QUOTE, "line      = 37\n  " + LOCATED_QUOTE,
        LOCATED, "evidence 1.quote", "line 37 is a teaser, which may not carry evidence",
    ),
    "empty quote": (R, LOCATED_QUOTE, 'quote = " "', LOCATED, "evidence 1.quote", "missing"),
    "no line": (
        R, "line      = 11\n  " + LOCATED_QUOTE, LOCATED_QUOTE,
        LOCATED, "evidence 1.line", "missing",
    ),
    "unknown article of a quote": (
        R, f'article   = "{NEWS}"', 'article   = "absent"',
        LOCATED, "evidence 1.article", "no article “absent” is held; import it first",
    ),
    "unknown support": (
        R, 'support   = "explicit"', 'support   = "strong"',
        LOCATED, "evidence 1.support", "strong",
    ),
    "coreference that does not say how it reads": (
        R, 'support   = "explicit"', 'support   = "coreference"',
        LOCATED, "evidence 1.reads_as", "missing",
    ),
    "no evidence at all": (
        R, f'\n[[relationship]]\nid       = "{LOCATED}"\n',
        '\n[[relationship]]\nid = "bare"\nsubject = "lofdal"\ntype = "located_in"\n'
        'object = "japan"\nclaim = "reported"\n'
        f'\n[[relationship]]\nid       = "{LOCATED}"\n',
        "bare", "evidence", "missing; every statement rests on a quote",
    ),
    "disputed claim without a note": (
        R, 'qualifiers = { date = "not stated" }\nnotes    = ["note-agreement-parties"]', "",
        DISPUTED, "notes", "a claim that is disputed needs a note",
    ),
    "unverified claim without a note": (
        R, 'claim    = "reported"', 'claim    = "unverified"',
        LOCATED, "notes", "a claim that is unverified needs a note",
    ),
    "unknown claim": (
        R, 'claim    = "reported"', 'claim    = "sure"', LOCATED, "claim", "sure",
    ),
    "unknown note": (
        R, 'notes    = ["note-lofdal-ownership"]', 'notes    = ["note-absent"]',
        "lofdal--project-of--namibia-critical-metals", "notes", "there is no note “note-absent”",
    ),
    "unknown source of a note": (
        N, 'sources = ["src-iea-topic"', 'sources = ["src-absent"',
        "note-ev-batteries", "sources", "there is no source “src-absent” in sources.toml",
    ),
    "unknown source of a figure": (
        F, "src-usgs-mcs2026-re", "src-absent", "*", "source_id", "“src-absent”",
    ),
    "unknown verdict": (
        N, 'verdict = "disputed"', 'verdict = "wrong"', "note-ev-batteries", "verdict", "wrong",
    ),
    "note beside an empty line": (
        N, "line = 3 }", "line = 4 }", "note-ev-batteries", "anchors", ":4 is no passage",
    ),
    "note beside a promotion": (
        N, "line = 3 }", "line = 17 }", "note-ev-batteries", "anchors", ":17 is no passage",
    ),
    "note beside an unknown article": (
        N, f'article = "{NEWS}", line = 3', 'article = "absent", line = 3',
        "note-ev-batteries", "anchors", "no article “absent”",
    ),
    "note without a text": (N, 'text = "In today', 'txt = "In today', "*", "text", "required"),
    "no address of a source": (
        S, 'url = "https://pubs', 'url = "htps//pubs', "src-usgs-mcs2026-re", "url", "valid URL",
    ),
    "no date": (
        S, 'date = "2026-05-27"', 'date = "2026-15-27"', "src-usgs-mcs2026-re", "date", "EDTF",
    ),
    "unknown grade": (
        S, 'grade = "primary"', 'grade = "good"', "src-usgs-mcs2026-re", "grade", "good",
    ),
    "unknown kind": (
        E, 'type           = "country"', 'type           = "land"', "japan", "type", "land",
    ),
    "entity twice": (E, 'id             = "namibia"', 'id = "japan"', "japan", "id", "twice"),
    "relationship twice": (R, *another(id=LOCATED), LOCATED, "id", "stands twice"),
    "statement twice under two ids": (
        R, *another(), LOCATED, "object", "the same statement as another",
    ),
    "symmetric statement turned round": (
        R,
        *another(subject="namibia-critical-metals", type="partner_of", object="jogmec"),
        "jogmec--partner-of--namibia-critical-metals", "object", "the same statement as another",
    ),
    "quote twice in one statement": (
        R, f'  [[relationship.evidence]]\n  article   = "{NEWS}"',
        f'  [[relationship.evidence]]\n  article = "{NEWS}"\n  line = 11\n'
        '  quote = "the Lofdal deposit in northwestern Namibia"\n  support = "explicit"\n'
        f'  [[relationship.evidence]]\n  article   = "{NEWS}"',
        LOCATED, "evidence", "the same quote stands twice",
    ),
    "no slug": (E, 'id             = "japan"', 'id = "Japan is"', "Japan is", "id", "no slug"),
    "no id": (E, 'id             = "japan"', "", "entity 1", "id", "missing"),
    "unknown field": (E, "match          =", "matches =", "japan", "matches", "unknown field"),
    "names that are no list": (
        E, 'match          = ["Japan"]', 'match = "Japan"', "japan", "match", "expected a list",
    ),
    "name that is a number": (
        E, 'match          = ["Japan"]', "match = [7]", "japan", "match", "expected a text",
    ),
    "name twice": (
        E, 'match          = ["Japan"]', 'match = ["Japan", "Japan"]', "japan", "match", "twice",
    ),
    "symbol as a linking name": (
        E, 'match          = ["dysprosium"]', 'match = ["Dy"]',
        "dysprosium", "match", "the symbol Dy never links",
    ),
    "number of another element": (
        E, "atomic_number  = 66", "atomic_number = 65", "*", "atomic_number",
        "65 is the atomic number of",
    ),
    "symbol of another element": (
        E, 'symbol         = "Dy"', 'symbol = "Tb"', "*", "symbol", "Tb is the symbol of",
    ),
    "atomic number in words": (
        E, "atomic_number  = 66", 'atomic_number = "sixty-six"',
        "dysprosium", "atomic_number", "whole number",
    ),
    "country that is no country": (
        E, 'country        = "japan"', 'country = "jogmec"',
        "*", "country", "“jogmec” is no country",
    ),
    "unknown group": (
        E, 'parent_group   = "rare-earth-elements"', 'parent_group = "absent"',
        "*", "parent_group", "there is no entity “absent”",
    ),
    "address taken": (
        E, 'former_slugs   = ["lofdal-project"', 'former_slugs = ["japan"',
        "lofdal", "former_slugs", "“japan” leads to japan already",
    ),
    "address that is none": (
        E, 'former_slugs   = ["lofdal-project"', 'former_slugs = ["Lofdal Project!"',
        "lofdal", "former_slugs", "is no slug",
    ),
    "identifiers that are no table": (
        E, "  [entity.ids]\n", "ids = 3\n  [entity.other]\n", "japan", "ids", "expected a table",
    ),
    "unknown catalogue": (
        E, 'iso3166_1_num = "392"', 'iso9 = "392"', "japan", "ids.iso9", "iso9",
    ),
    "article of an entity that is not held": (
        E, 'seeds          = ["rare-earths', 'seeds = ["absent", "rare-earths',
        "japan", "seeds", "no article “absent” is held",
    ),
    "unknown qualifier": (
        R, "qualifiers = { part =", "qualifiers = { piece =",
        LOCATED, "qualifiers.piece", "unknown; known are",
    ),
    "qualifier that names no entity": (
        R, 'regarding = "lofdal"', 'regarding = "absent"',
        "jogmec--partner-of--namibia-critical-metals", "qualifiers.regarding", "“absent”",
    ),
    "qualifier that is no date": (
        R, 'qualifiers = { date = "2022" }', 'qualifiers = { date = "2022-22-22" }',
        "*", "qualifiers.date", "is not an EDTF date",
    ),
    "end before its beginning": (
        R, 'qualifiers = { date = "2022" }', 'qualifiers = { start = "2019", end = "2015" }',
        "*", "qualifiers.end", "before qualifiers.start",
    ),
    "qualifiers that are no table": (
        R, 'qualifiers = { part = "northwestern Namibia" }', "qualifiers = 3",
        LOCATED, "qualifiers", "expected a table",
    ),
    "kinds of a type that do not exist": (
        R, 'subjects = ["project"]', 'subjects = ["projects"]',
        "located_in", "subjects", "A list of one or more of",
    ),
    "figure twice": (
        F, "mine_production,Australia,,AUS,2024,29000,,,estimated",
        "mine_production,United States,,USA,2024,1,,,estimated", "line 3", "measure", "twice",
    ),
    "figure without a value": (
        F, "USA,2024,45500,,,reported", "USA,2024,,,,reported", "line 2", "value", "Missing",
    ),
    "value in words": (
        F, "USA,2024,45500", "USA,2024,many", "line 2", "value", "number",
    ),
    "value beside its absence": (
        F, "USA,2024,45500,,,reported", "USA,2024,45500,,,not_available",
        "line 2", "value", "though the status says",
    ),
    "range without its ends": (
        F, "USA,2024,45500,,,reported", "USA,2024,,1,,range", "line 2", "high", "low and high",
    ),
    "range that ends before it begins": (
        F, "USA,2024,45500,,,reported", "USA,2024,,3,1,range", "line 2", "high", "less than low",
    ),
    "row with a cell too few": (
        F, "mine_production,United States,,USA,", "mine_production,United States,USA,",
        "line 2", "-", "cells",
    ),
    "column missing": (F, "measure,subject", "measures,subject", "line 1", "measure", "column"),
    "unknown table": (S, "[[source]]", "[[sauce]]", "sauce", "-", "unknown table"),
    "line that is true": (
        R, "line      = 11\n  " + LOCATED_QUOTE, "line = true\n  " + LOCATED_QUOTE,
        LOCATED, "evidence 1.line", "missing",
    ),
    "cell without an end": (
        F, "USA,2024,45500", f"USA,2024,{'4' * 131_073}", "line 2", "-", "malformed CSV: field",
    ),
    "text that is a table": (
        E, 'match          = ["Japan"]', 'match = ["Japan"]\nfamily_name = {a="b"}',
        "japan", "family_name", "expected a text, found {'a': 'b'}",
    ),
    "text that is a list": (
        S, 'doi = "10.5066/P1WKQ63T"', 'doi = ["a"]',
        "src-usgs-mcs2026-re", "doi", "expected a text, found ['a']",
    ),
    "text that is a number": (
        E, 'name           = "Dysprosium"', "name = 7", "dysprosium", "name",
        "expected a text, found 7",
    ),
    "number that is true": (
        E, "atomic_number  = 66", "atomic_number = true",
        "dysprosium", "atomic_number", "expected a text, found True",
    ),
    "date that is a table": (
        S, 'date = "2026-05-27"', "date = {year = 2026}", "src-usgs-mcs2026-re", "date",
        "expected a text, found",
    ),
    "kinds that are no texts": (
        R, 'subjects = ["project"]', 'subjects = [["project"]]',
        "located_in", "subjects", "expected a list of texts",
    ),
    "qualifier that is a table": (
        R, 'part = "northwestern Namibia"', "part = {a = 1}",
        LOCATED, "qualifiers.part", "expected a text, found {'a': 1}",
    ),
    "end that is a list": (
        R, 'subject  = "lofdal"', 'subject = ["lofdal"]',
        LOCATED, "subject", "expected a text, found ['lofdal']",
    ),
    "note attached twice": (
        R, 'notes    = ["note-lofdal-ownership"]',
        'notes = ["note-lofdal-ownership", "note-lofdal-ownership"]',
        "lofdal--project-of--namibia-critical-metals", "notes",
        "“note-lofdal-ownership” stands twice",
    ),
    "source of a note twice": (
        N, 'sources = ["src-iea-topic"', 'sources = ["src-iea-topic", "src-iea-topic"',
        "note-ev-batteries", "sources", "“src-iea-topic” stands twice",
    ),
    "anchor twice": (
        N, f'{{ article = "{NEWS}", line = 3 }}',
        f'{{ article = "{NEWS}", line = 3 }}, {{ article = "{NEWS}", line = 3 }}',
        "note-ev-batteries", "anchors", f"“{NEWS}:3” stands twice",
    ),
    "checks of an identifier in words": (
        E, "  qid_checks   = 2", '  qid_checks = "two"', "japan", "ids.qid_checks", "whole number",
    ),
    "remark on a source that is a number": (
        S, 'note = "', "note = 7 # ", "*", "note", "expected a text, found 7",
    ),
    "year of a figure": (F, "USA,2024,45500", "USA,24x,45500", "line 2", "year", "EDTF"),
    "name without a text": (
        E, 'match          = ["Japan"]', 'match = [{text = "unknown"}]',
        "japan", "match", "required",
    ),
    "language of a name": (
        E, 'match          = ["Japan"]',
        f'match = [{{text = "Japan", language = "{"x" * 36}"}}]', "japan", "match.language", "35",
    ),
    "language that is no tag": (
        E, 'match          = ["Japan"]', 'match = [{text = "Japan", language = "klingon lang"}]',
        "japan", "match.language", "language tag",
    ),
    "contrast that is no passage": (
        N, 'contrast = { article = "rare-earths-special-focus-introduction", line = 5 }',
        'contrast = { article = "rare-earths-special-focus-introduction", line = 999 }',
        "note-ev-batteries", "contrast", ":999 is no passage",
    ),
    "file of another article": (
        R, 'seed_file = "001_951057280232a0bc.txt"', 'seed_file = "000_5fc3e21fa0a37897.txt"',
        LOCATED, "evidence 1.seed_file", "has japan-namibia-rare-earths-exploration-deal in “001_",
    ),
    "malformed file": (N, "[[note]]", "[[note]", "-", "-", "malformed TOML"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_file_record_and_field_and_nothing_is_written(folder, fault):
    name, old, new, record, field, problem = FAULTS[fault]
    alter(folder, name, old, new)
    before = every_row(connection)
    found = problems_of(folder)
    assert any(
        (file, at) == (name, field) and record in (key, "*") and problem in text
        for file, key, at, text in found
    ), found
    assert every_row(connection) == before
    assert not Entity.objects.exists()


def test_many_faults_at_once_are_all_told(folder, capsys):
    chosen = [
        "unknown subject", "quote found twice", "disputed claim without a note", "unknown note",
        "unknown source of a note", "unknown verdict", "no date", "unknown grade", "unknown kind",
        "names that are no list", "symbol as a linking name", "atomic number in words",
        "country that is no country", "qualifier that names no entity", "figure twice",
        "value in words", "note beside a promotion",
    ]  # fmt: skip
    for fault in chosen:
        alter(folder, *FAULTS[fault][:3])
    with pytest.raises(CommandError, match="nothing was loaded"):
        call_command("load_seeds", folder)
    said = capsys.readouterr().err.splitlines()
    for fault in chosen:
        name, _, _, record, field, problem = FAULTS[fault]
        wanted = f"{folder}/{name}: {record}: {field}: " if record != "*" else f": {field}: "
        assert any(wanted in line and problem in line for line in said), fault
    assert not Entity.objects.exists()


@pytest.mark.parametrize("name", [E, R, N, S, F])
def test_a_missing_file_is_told(folder, name):
    (folder / name).unlink()
    assert (name, "-", "-", "cannot be read (No such file or directory)") in problems_of(folder)


@pytest.mark.parametrize("name", [E, F])
def test_a_file_that_is_not_utf_8_is_told_with_the_byte(folder, name):
    path = folder / name
    path.write_bytes(b"# caf\xe9\n" + path.read_bytes())
    found = problems_of(folder)
    assert any(one[0] == name and "not UTF-8 at byte offset 5" in one[3] for one in found)


def test_a_folder_that_is_missing_is_told(tmp_path):
    assert len(problems_of(tmp_path / "absent")) >= 5


def test_articles_that_are_not_held_are_told(seeds):
    found = problems_of(seeds)
    assert any("import it first" in problem for _, _, _, problem in found)
    assert not Relationship.objects.exists()


# --- against which version


def test_quotes_are_checked_against_the_bytes_that_articles_toml_names(folder):
    path = folder / "articles" / "001_951057280232a0bc.txt"
    path.write_text(path.read_text().replace("northwestern Namibia", "northern Namibia"))
    import_paths(folder / "articles")
    assert Article.objects.get(slug=NEWS).versions.count() == 2
    load_seeds(folder)
    evidence = Relationship.objects.get(slug=LOCATED).evidence.get(article__slug=NEWS)
    assert evidence.quote == "the Lofdal deposit in northwestern Namibia"
    assert not evidence.passage.version.is_current


def test_quotes_from_an_article_held_in_other_bytes_alone_are_anchored(seeds, tmp_path):
    folder = Path(shutil.copytree(seeds, tmp_path / "seeds"))
    path = folder / "articles" / "001_951057280232a0bc.txt"
    path.write_text("\n\nA new opening.\n\n" + path.read_text())
    import_paths(folder / "articles")
    call_command("load_seeds", folder)
    evidence = Relationship.objects.get(slug=LOCATED).evidence.get(article__slug=NEWS)
    assert (evidence.state, evidence.passage.line) == ("ok", 15)


@pytest.mark.parametrize(
    "name, old, new",
    [
        (E, 'name           = "Dysprosium"', "name = 7"),
        (E, 'match          = ["Japan"]', 'match = [""]'),
        (E, 'match          = ["Japan"]', 'match = [{text = "unknown"}]'),
        (E, 'type           = "country"', 'type = "land"'),
    ],
)
def test_one_fault_is_told_once_and_none_that_follows_from_it(folder, name, old, new):
    alter(folder, name, old, new)
    assert len(problems_of(folder)) == 1


def test_a_byte_order_mark_is_no_fault(folder):
    for name in (E, R, N, S, F, "articles/articles.toml"):
        path = folder / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    load_seeds(folder)
    assert Entity.objects.exists()


def test_articles_toml_may_stand_beside_the_curation_files(folder):
    shutil.move(folder / "articles" / "articles.toml", folder)
    assert set(Corpus.of(folder).files.values()) == {
        "000_5fc3e21fa0a37897.txt", "001_951057280232a0bc.txt",
    }  # fmt: skip


DECISIONS = f"""
[[mention_decision]]
article = "{NEWS}"
entity = "atlantis"
before = "on "
name = "Atlantis"
verdict = "perhaps"
decided_by = 7

[[name_rule]]
name = "Focus"
verdict = "accepted"

[[name_rule]]
verdict = "rejected"
why = "so"

[[link_decision]]
article = "no-such-article"
entity = "japan"
verdict = "rejected"

[[link_decision]]
article = "no-such-article"
entity = "japan"
verdict = "accepted"
"""


def test_every_fault_of_a_decision_is_told_with_its_record_and_field(folder):
    (folder / "decisions.toml").write_text(DECISIONS)
    found = [(record, field, problem) for file, record, field, problem in problems_of(folder)]
    mention, link = f"{NEWS} | atlantis | on  | Atlantis | ", "no-such-article | japan"
    assert found == [
        ("mention_decision 1", "decided_by", "expected a text, found 7"),
        ("mention_decision 1", "verdict", "expected accepted or rejected"),
        ("name_rule 2", "why", "unknown field"),
        ("name_rule 2", "name", "missing"),
        ("link_decision 2", "-", f"stands twice: {link}"),
        (mention, "entity", "there is no entity “atlantis” in entities.toml"),
        ("Focus | ", "entity", "missing; say which entity the name always means"),
        (link, "article", "no article “no-such-article” is held; import it first"),
    ]


def test_a_former_address_of_a_statement_leads_to_one_statement(folder):
    slug = 'former_slugs = ["lofdal--enriched-in--yttrium"]\n'
    alter(folder, R, 'qualifiers = { part = "northwestern', f'{slug}qualifiers = {{ part = "north')
    assert problems_of(folder) == [
        (R, LOCATED, "former_slugs",
         "“lofdal--enriched-in--yttrium” leads to lofdal--enriched-in--yttrium already"),
    ]  # fmt: skip
