"""Writing the curation back as files: the same bytes, and a small difference for a small change."""

import difflib
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article
from entities import checking, linking
from entities.dumping.dump import dump_seeds, records_held
from entities.loading import BadSeeds
from entities.models import (
    Anchor,
    Entity,
    Evidence,
    FormerStatement,
    Identifier,
    Link,
    Mention,
    Name,
    NameRule,
    Note,
    NoteSource,
    Observation,
    Qualifier,
    Relationship,
    RelationType,
    SeedRecord,
    Source,
)
from entities.validating import Corpus
from tests.articles.test_admin import submit, url
from tests.entities.test_validating import LOCATED, NEWS, E, F, N, R, S, alter
from tests.makers import make_article, make_entity, make_evidence, make_relationship

INTRODUCTION = "rare-earths-special-focus-introduction"
FILES = (E, R, N, S, F)
D = "decisions.toml"

pytestmark = pytest.mark.django_db


@pytest.fixture
def new(tmp_path) -> Path:
    return tmp_path / "new"


def dysprosium() -> Entity:
    return Entity.objects.get(slug="dysprosium")


def located() -> Relationship:
    return Relationship.objects.get(slug=LOCATED)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.*"))}


def dump(folder: Path) -> None:
    call_command("dump_seeds", folder, verbosity=0)


def difference(folder: Path, seeds: Path) -> list[str]:
    """The lines that dumping took out of the seeds and put into them."""
    dump(folder)
    lines = []
    for name in (*FILES, D):
        sides = [
            path.read_text(encoding="utf-8").splitlines() if path.exists() else []
            for path in (seeds / name, folder / name)
        ]
        lines += list(difflib.unified_diff(*sides, n=0, lineterm=""))[2:]
    return [line for line in lines if not line.startswith("@@")]


def test_a_fresh_build_is_written_as_the_very_files_it_was_made_from(folder, seeds, capsys):
    call_command("dump_seeds", folder)
    assert contents(folder) == contents(seeds)
    captured = capsys.readouterr()
    assert captured.out == "Written: nothing, all is as it was.\n"
    assert captured.err == ""


def test_an_empty_folder_gets_complete_files_that_say_the_same(built, new):
    before = records_held(Corpus.of(new))
    dump(new)
    first = contents(new)
    assert set(first) == set(FILES)
    dump(new)
    assert contents(new) == first
    report = load(new)
    assert "0 created, 0 updated, 0 removed, 0 conflicts" in report
    assert records_held(Corpus.of(new)) == before
    dump(new)
    assert contents(new) == first


def load(folder: Path) -> str:
    out = StringIO()
    call_command("load_seeds", folder, stdout=out)
    return out.getvalue().replace("records ", "")


def test_what_is_dumped_makes_the_same_knowledge_in_an_empty_database(folder, new, tmp_path):
    curate()
    dump(new)
    before = records_held(Corpus.of(new))
    forget()
    load(new)
    held = records_held(Corpus.of(new))
    assert held == before
    assert Evidence.objects.exclude(state="ok").count() == 0
    dump(tmp_path / "again")
    assert contents(tmp_path / "again") == contents(new)


def curate() -> None:
    """A bit of everything that a file can hold."""
    entity = dysprosium()
    entity.description = 'Two\nlines, a "quote" and a \\ too.'
    entity.curator_hint = "Browsers send\r\nsuch breaks."
    entity.country = Entity.objects.get(slug="japan")
    entity.save()
    entity.names.create(text="ジスプロシウム", language="ja", used_from="1886")
    entity.names.create(text="Dysprosium metal", links=True)
    entity.former_slugs.create(slug="element-66")
    entity.identifiers.filter(scheme="wikidata").update(checks=None)
    entity.identifiers.create(scheme="iso3166_1_num", value="066", checks=3)
    statement = located()
    statement.qualifiers.create(key="as_of", date="2023-08", remark="day not seen")
    statement.qualifiers.create(key="start", remark="time of the article")
    statement.former_slugs.create(slug="lofdal-in-namibia")
    add_quote(statement)
    note = Note.objects.get(slug="note-ev-batteries")
    article = Article.objects.get(slug=INTRODUCTION)
    note.anchors.create(article=article, place="p7", is_contrast=True)
    RelationType.objects.create(
        slug="rivals", label="rivals", inverse="rivals", symmetric=True,
        subject_kinds=["country"], object_kinds=["country"],
    )  # fmt: skip
    Observation.objects.create(
        measure="price", subject='Oxide, "pure"', value="9.250000", unit="USD/kg",
        status="reported", source=Source.objects.first(), period="2025",
    )  # fmt: skip


def add_quote(statement: Relationship) -> Evidence:
    article = Article.objects.get(slug=NEWS)
    one = statement.evidence.create(
        article=article, quote="Lofdal deposit in northwestern", support="coreference",
        reads_as="by its name",
    )  # fmt: skip
    checking.check_articles([article.pk])
    return one


def forget() -> None:
    """The articles stay, everything that files of curation hold goes."""
    for model in (Relationship, Observation, Anchor, NoteSource, Note, Source, RelationType):
        model.objects.all().delete()
    Entity.objects.update(country=None, parent_group=None)
    Entity.objects.all().delete()
    SeedRecord.objects.all().delete()


# --- a change in admin is a small readable difference


def describe():
    Entity.objects.filter(slug="dysprosium").update(description="A curator’s words.")


def add_a_name():
    dysprosium().names.create(text="Dysprosium metal", links=True)


def add_a_japanese_name():
    dysprosium().names.create(text="ジスプロシウム", language="ja")


def take_a_name_away():
    Name.objects.get(text="PRC").delete()


def turn_a_name_into_one_for_search():
    Name.objects.filter(entity__slug="jogmec", text="JOGMEC").update(links=False)


def add_a_quote():
    add_quote(located())


def take_a_quote_away():
    located().evidence.get(article__slug=INTRODUCTION).delete()


def judge_a_quote():
    located().evidence.filter(article__slug=NEWS).update(support="implied", reads_as="so")


def change_a_qualifier():
    Qualifier.objects.filter(
        relationship__slug="jogmec--participates-in--lofdal", key="start"
    ).update(date="2020-01-27")


def add_a_qualifier():
    relationship = Relationship.objects.get(slug="lofdal--enriched-in--terbium")
    relationship.qualifiers.create(key="as_of", date="2023")


def change_a_claim():
    Relationship.objects.filter(slug=LOCATED).update(claim="promotional")


def rewrite_a_note():
    Note.objects.filter(slug="note-lofdal-significance").update(text="No measure.\nNone at all.")


def date_a_source():
    Source.objects.filter(slug="src-jogmec-2023-08").update(date="2023-08-09")


def change_the_remark_of_a_date():
    Source.objects.filter(slug="src-jogmec-2023-08").update(date_note="the day is not legible")


def correct_a_figure():
    Observation.objects.filter(iso3="AUS", period="2024", measure="mine_production").update(
        value="29000.5", remark="a corrected, if odd, figure"
    )


def take_a_figure_away():
    Observation.objects.filter(
        iso3="AUS", period="2024", measure="mine_production", edition__startswith="MCS 2026"
    ).delete()


def identify():
    Identifier.objects.filter(entity__slug="dysprosium", scheme="wikidata").update(value="Q1")


def date_an_agreement():
    Entity.objects.filter(slug="japan-namibia-exploration-agreement").update(
        date="2023-08-08", date_note=""
    )


def reject_a_link():
    Link.objects.filter(entity__slug="dysprosium", article__slug=NEWS).update(decision="rejected")


MINED = "mine_production,Australia,,AUS,2024,29000,,,estimated,t,REO equivalent,src-usgs-mcs2026-re"


@pytest.mark.parametrize(
    "change, lines",
    [
        (describe, [
            '-description    = "Chemical element 66; one of the lanthanides."',
            '+description    = "A curator’s words."',
        ]),
        (add_a_name, [
            '-match          = ["dysprosium"]',
            '+match          = ["dysprosium", "Dysprosium metal"]',
        ]),
        (add_a_japanese_name, [
            '-also_known_as  = ["Dy"]',
            '+also_known_as  = ["Dy", { text = "ジスプロシウム", language = "ja" }]',
        ]),
        (take_a_name_away, [
            '-also_known_as  = ["Chinese", "Beijing", "People\'s Republic of China", "PRC"]',
            '+also_known_as  = ["Chinese", "Beijing", "People\'s Republic of China"]',
        ]),
        (add_a_quote, [
            "+  [[relationship.evidence]]",
            '+  article   = "japan-namibia-rare-earths-exploration-deal"',
            '+  seed_file = "001_951057280232a0bc.txt"',
            "+  line      = 11",
            '+  quote     = "Lofdal deposit in northwestern"',
            '+  reads_as  = "by its name"',
            '+  support   = "coreference"',
        ]),
        (take_a_quote_away, [
            "-  [[relationship.evidence]]",
            '-  article   = "rare-earths-special-focus-introduction"',
            '-  seed_file = "000_5fc3e21fa0a37897.txt"',
            "-  line      = 10",
            '-  quote     = "Namibia, home to one of the world’s most significant heavy rare earth '
            'deposits"',
            '-  reads_as  = "the deposit meant is Lofdal, named in the next sentence"',
            '-  support   = "implied"',
        ]),
        (judge_a_quote, [
            '-  support   = "explicit"',
            '+  support   = "implied"',
            '+  reads_as  = "so"',
        ]),
        (change_a_qualifier, [
            '-qualifiers = { share = "not stated", start = "not stated" }',
            '+qualifiers = { share = "not stated", start = "2020-01-27" }',
        ]),
        (add_a_qualifier, ['+qualifiers = { as_of = "2023" }']),
        (change_a_claim, ['-claim    = "reported"', '+claim    = "promotional"']),
        (rewrite_a_note, [
            '-text = "The article gives no measure. The 2021 estimate reports 44.76 million t at '
            '0.17% total rare earth oxides (measured and indicated), with 4,060 t of dysprosium '
            'oxide and 620 t of terbium oxide. Resources are not reserves."',
            '+text = """',
            "+No measure.",
            '+None at all."""',
        ]),
        (date_a_source, [
            '-date = "2023-08 (day not seen)"', '+date = "2023-08-09 (day not seen)"',
        ]),
        (change_the_remark_of_a_date, [
            '-date = "2023-08 (day not seen)"', '+date = "2023-08 (the day is not legible)"',
        ]),
        (take_a_figure_away, [f"-{MINED},MCS 2026 v1.3 (2026-05-27),"]),
        (identify, ['-  wikidata     = "Q1843"', '+  wikidata     = "Q1"']),
        (date_an_agreement, [
            '-date           = "unknown"',
            '-date_note      = "not stated in the article; see note-agreement-parties"',
            '+date           = "2023-08-08"',
        ]),
        (reject_a_link, [
            "+# What curators decided about names in articles.",
            "+schema_version = 1",
            "+",
            "+[[link_decision]]",
            '+article = "japan-namibia-rare-earths-exploration-deal"',
            '+entity = "dysprosium"',
            '+verdict = "rejected"',
        ]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)  # fmt: skip
def test_a_change_is_a_small_difference(folder, seeds, change, lines):
    change()
    assert difference(folder, seeds) == lines


def test_a_corrected_figure_changes_its_cells_alone(folder, seeds):
    alter(folder, F, "AUS,2024,29000,,,", "AUS,2024,29000.00,,,")
    call_command("load_seeds", folder)
    dump(folder)
    assert "AUS,2024,29000.00,,," in (folder / F).read_text()
    Observation.objects.filter(
        iso3="AUS", period="2024", measure="mine_production", edition__startswith="MCS 2026"
    ).update(remark="a corrected, if odd, figure")
    dump(folder)
    assert 'MCS 2026 v1.3 (2026-05-27),"a corrected, if odd, figure"\n' in (folder / F).read_text()
    assert "AUS,2024,29000.00,,," in (folder / F).read_text()


def test_what_a_curator_does_in_admin_is_read_in_the_file(folder, seeds, admin_client):
    response = submit(
        admin_client, url(dysprosium(), "change"), {"short_name": "Dy-66"},
        rows={"names": {"text": "Dysprosium metal", "links": "on"}},
    )  # fmt: skip
    assert response.status_code == 302
    assert difference(folder, seeds) == [
        '-match          = ["dysprosium"]',
        '+match          = ["dysprosium", "Dysprosium metal"]',
        '+short_name     = "Dy-66"',
    ]


def test_a_deleted_statement_goes_with_its_own_comments(folder, seeds):
    heading = f'[[relationship]]\nid       = "{LOCATED}"'
    alter(folder, R, heading, f"# Of this one alone.\n{heading} # in it")
    located().delete()
    dump(folder)
    before = (seeds / R).read_text(encoding="utf-8")
    start = before.index(heading)
    end = before.index("[[relationship]]", start + 1)
    assert (folder / R).read_text(encoding="utf-8") == before[:start] + before[end:]


def test_the_heading_of_a_section_outlives_the_last_record_above_it(folder, seeds):
    free(Entity.objects.get(slug="africa")).delete()
    dump(folder)
    before = (seeds / E).read_text(encoding="utf-8")
    start = before.index('[[entity]]\nid             = "africa"')
    end = before.rindex("# ---", 0, before.index("# Organizations"))
    assert (folder / E).read_text(encoding="utf-8") == before[:start] + before[end:]


def free(entity: Entity) -> Entity:
    for end in ("relations_from", "relations_to"):
        getattr(entity, end).all().delete()
    entity.observations.update(entity=None)
    return entity


def test_a_new_record_stands_behind_the_last_of_its_group(folder, seeds):
    make_entity("Lithium", kind="element", symbol="Li", atomic_number=3)
    make_entity("Angola", kind="country", names=["Angola"])
    lines = difference(folder, seeds)
    assert sorted(lines) == sorted([
        "+[[entity]]", '+id             = "angola"', '+type           = "country"',
        '+name           = "Angola"', '+match          = ["Angola"]', "+in_seeds       = false",
        "+", "+", "+[[entity]]", '+id             = "lithium"', '+type           = "element"',
        '+name           = "Lithium"', '+match          = ["Lithium"]', "+in_seeds       = false",
        '+symbol         = "Li"', "+atomic_number  = 3",
    ])  # fmt: skip
    text = (folder / E).read_text(encoding="utf-8")
    congo, angola, union, lithium, last = (
        text.index(f'"{slug}"\ntype')
        for slug in ("democratic-republic-of-the-congo", "angola", "european-union", "lithium",
                     "lutetium")
    )  # fmt: skip
    assert congo < angola < union < last < lithium


def test_a_renamed_entity_keeps_its_place_and_its_comments(folder, seeds):
    alter(folder, E, 'id             = "thulium"', 'id             = "thulium" # 69')
    entity = Entity.objects.get(slug="thulium")
    entity.slug = "element-69"
    entity.save()
    entity.former_slugs.create(slug="thulium")
    dump(folder)
    text = (folder / E).read_text(encoding="utf-8")
    assert 'id             = "element-69" # 69\n' in text
    assert 'former_slugs   = ["thulium"]\n' in text
    assert text.index('"erbium"') < text.index('"element-69"') < text.index('"ytterbium"')


def test_several_lines_of_a_list_and_its_comments_stay(folder):
    alter(
        folder, E, 'match          = ["dysprosium"]',
        'match          = [\n  "dysprosium", # as both say\n  "Dy metal",\n]',
    )  # fmt: skip
    call_command("load_seeds", folder)
    Name.objects.get(text="Dy metal").delete()
    dysprosium().names.create(text="Dysprosium metal", links=True)
    dump(folder)
    assert 'match          = [\n  "dysprosium", # as both say\n  "Dysprosium metal",\n]\n' in (
        folder / E
    ).read_text(encoding="utf-8")


def test_what_looks_like_a_table_within_a_text_is_none(folder):
    Note.objects.filter(slug="note-china-share").update(text="See\n[[note]]\nid = 1\n# no comment")
    dump(folder)
    before = contents(folder)
    Note.objects.filter(slug="note-deposits-in-africa").update(as_of="2026")
    dump(folder)
    old, new = before[N].decode(), (folder / N).read_text(encoding="utf-8")
    lines = difflib.ndiff(old.split("\n"), new.split("\n"))
    assert [line for line in lines if line[0] in "+-"] == [
        '- as_of = "2026-05-27"', '+ as_of = "2026"',
    ]  # fmt: skip


# --- where a new quote stands


def test_a_quote_of_a_text_without_lines_is_placed_by_its_passage(built, new):
    article = make_article("# Metals\n\nLofdal knows terbium.\n", slug="metals", suffix=".md")
    relationship = make_relationship(make_entity("Lofdal Project 2"), make_entity("Terbium metal"))
    relationship.evidence.create(article=article, quote="knows terbium", support="explicit")
    checking.check_articles([article.pk])
    (one,) = relationship.evidence.all()
    dump(new)
    text = (new / R).read_text(encoding="utf-8")
    place = f"line      = {one.passage.line}" if one.passage.line else "passage   = 2"
    assert f'article   = "metals"\n  {place}\n  quote     = "knows terbium"' in text


# --- curators' decisions


def test_decisions_survive_a_new_database(folder, new):
    reject_a_link()
    mention = Mention.objects.filter(entity__slug="terbium", surface="terbium").first()
    linking.decide_mention(mention, "rejected", "mary")
    NameRule.objects.create(text="China", entity=Entity.objects.get(slug="china"),
                            verdict="accepted", decided_by="mary")  # fmt: skip
    NameRule.objects.create(text="Focus", verdict="rejected")
    linking.link_all()
    dump(new)
    before = records_held(Corpus.of(new))
    assert [len(before[kind]) for kind in ("mention_decision", "name_rule", "link_decision")] == [
        1, 2, 1,
    ]  # fmt: skip
    rejected = set(Mention.objects.filter(status="rejected").values_list("surface", "start"))
    forget()
    NameRule.objects.all().delete()
    load(new)
    assert records_held(Corpus.of(new)) == before
    found = set(Mention.objects.filter(status="rejected").values_list("surface", "start"))
    assert found == rejected != set()


def test_the_last_decision_taken_back_leaves_a_file_without_any(folder):
    rule = NameRule.objects.create(text="Focus", verdict="rejected")
    dump(folder)
    load(folder)
    rule.delete()
    dump(folder)
    assert "[[" not in (folder / D).read_text()
    assert "0 created, 0 updated, 0 removed, 0 conflicts" in load(folder)


# --- what is refused


def test_an_empty_database_never_wipes_the_files(db, seeds, tmp_path):
    folder = Path(shutil.copytree(seeds, tmp_path / "seeds"))
    with pytest.raises(CommandError, match="holds no curation; nothing was written"):
        dump(folder)
    assert contents(folder) == contents(seeds)


def test_a_file_is_no_folder(built, tmp_path):
    path = tmp_path / "file"
    path.write_text("mine")
    with pytest.raises(CommandError, match="is a file; name a folder"):
        dump(path)
    assert path.read_text() == "mine"


def test_a_malformed_file_is_told_with_its_line_and_nothing_is_written(folder, capsys):
    describe()
    alter(folder, E, 'name           = "Namibia"', "name           = Namibia")
    before = contents(folder)
    with pytest.raises(CommandError, match="1 problems; nothing was written"):
        dump(folder)
    assert "entities.toml: -: -: malformed TOML: Invalid value (at line 49" in (
        capsys.readouterr().err
    )
    assert contents(folder) == before


def test_what_no_file_can_hold_is_told_and_nothing_is_written(folder):
    Entity.objects.filter(slug="dysprosium").update(date_note="unknown", description=" padded ")
    before = contents(folder)
    with pytest.raises(BadSeeds) as bad:
        dump_seeds(folder)
    assert [(one.file, one.record, one.field) for one in bad.value.problems] == [
        (E, "dysprosium", "description"), (E, "dysprosium", "date_note"),
    ]  # fmt: skip
    assert contents(folder) == before


def test_what_loading_will_refuse_is_written_and_told(folder, capsys):
    make_relationship(make_entity("One"), make_entity("Two"))
    call_command("dump_seeds", folder)
    assert "load_seeds will refuse this" in (told := capsys.readouterr().err)
    assert "relationships.toml: one--knows--two: evidence: missing" in told


def test_an_article_that_is_cited_and_has_no_text_beside_the_files_is_told(
    folder, capsys, client, new
):
    article = make_article("A new title\n\nLofdal is in the news.", slug="new-news", suffix=".md")
    make_article("Another title\n\nNobody cites it.", slug="not-cited")
    make_evidence(article, "Lofdal is in the news", relationship=located())
    mention = Mention.objects.of_articles([article.pk]).first()
    linking.decide_mention(mention, "accepted", "anna")
    dump(folder)
    told = capsys.readouterr().err
    assert told.count("load_seeds will refuse") == 1
    assert (
        "on a new build: decisions.toml, relationships.toml cite the article “new-news”, which has "
        f"no text in {folder / 'articles'}. Save it there as new-news.md."
    ) in told
    # Done as it says, nothing is missing any more.
    (folder / "articles" / "new-news.md").write_bytes(article.versions.get().content)
    dump(folder)
    assert capsys.readouterr().err == ""
    dump(new)
    told = capsys.readouterr().err
    assert told.count("load_seeds will refuse") == 3
    assert "“new-news”" in told and f"“{INTRODUCTION}”" in told and f"“{NEWS}”" in told


def test_a_byte_order_mark_and_foreign_line_ends_do_not_come_back(folder, seeds):
    text = (folder / N).read_text(encoding="utf-8")
    (folder / N).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    dump(folder)
    assert contents(folder) == contents(seeds)


def test_a_write_that_fails_leaves_the_old_files(folder, monkeypatch):
    describe()
    change_a_claim()
    before = contents(folder)
    writes = []
    write = Path.write_bytes

    def fail_at_the_second(path, content):
        writes.append(path)
        if len(writes) == 2:
            raise OSError("No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", fail_at_the_second)
    with pytest.raises(CommandError, match="No space left on device"):
        dump(folder)
    assert contents(folder) == before
    assert sorted(path.name for path in folder.iterdir() if path.is_file()) == sorted(FILES)


def test_check_writes_nothing_and_shows_the_difference(folder, seeds, capsys):
    call_command("dump_seeds", folder, check=True)
    assert capsys.readouterr().out == ""
    describe()
    with pytest.raises(SystemExit) as stopped:
        call_command("dump_seeds", folder, check=True)
    assert stopped.value.code == 1
    out = capsys.readouterr().out
    assert "--- a/entities.toml\n+++ b/entities.toml\n@@" in out
    assert '\n+description    = "A curator’s words."\n' in out
    assert contents(folder) == contents(seeds)


def test_the_addresses_of_a_merged_statement_are_kept(folder, seeds):
    FormerStatement.objects.create(slug="lofdal-in-namibia", relationship=located())
    assert difference(folder, seeds) == ['+former_slugs = ["lofdal-in-namibia"]']


def test_other_ways_to_write_a_record_are_edited_too(folder):
    alter(
        folder, R, 'qualifiers = { part = "northwestern Namibia" }\n',
        '  [relationship.qualifiers]\n  part = "northwestern Namibia" # so it says\n',
    )  # fmt: skip
    quote = "Lofdal Project stands out for its enrichment in dysprosium and terbium"
    alter(
        folder, R,
        '  [[relationship.evidence]]\n  article   = "rare-earths-special-focus-introduction"\n'
        '  seed_file = "000_5fc3e21fa0a37897.txt"\n  line      = 10\n'
        f'  quote     = "{quote}"\n  support   = "explicit"\n',
        f'evidence = [{{ article = "{INTRODUCTION}", line = 10, quote = "{quote}", '
        'support = "explicit" }]\n',
    )  # fmt: skip
    assert "0 created, 0 updated, 0 removed, 0 conflicts" in load(folder)
    located().qualifiers.update(value="the north-west")
    Evidence.objects.filter(quote=quote).update(support="implied")
    dump(folder)
    text = (folder / R).read_text(encoding="utf-8")
    assert '  [relationship.qualifiers]\n  part = "the north-west" # so it says\n' in text
    assert f'quote     = "{quote}"\n  support   = "implied"\n' in text
    assert "0 created, 0 updated, 0 removed, 0 conflicts" in load(folder)
