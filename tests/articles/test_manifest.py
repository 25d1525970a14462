"""An articles.toml: entries by file, and faults with their lines."""

from articles.manifest import Block, read_manifest
from tests.makers import messages, write_files

ENTRY = """
[[article]]
id = "{slug}"
seed_file = "{slug}.txt"
seed_sha256 = "ABC"
{more}
"""


def manifest_of(tmp_path, content: str, *names: str):
    write_files(tmp_path, {"articles.toml": content} | dict.fromkeys(names, "Text."))
    return read_manifest(tmp_path / "articles.toml")


def test_the_seeds_manifest_is_without_fault(seeds):
    manifest = read_manifest(seeds / "articles" / "articles.toml")
    assert manifest.faults == ()
    assert len(manifest.entries) == 2
    news = manifest.entries["001_951057280232a0bc.txt"]
    assert news.record["title"] == "Japan, Namibia sign rare earths exploration deal"
    assert news.record["title_source"] == "text"
    assert news.record["author"] == news.record["published"] == news.record["rights"] == ""
    assert news.record["candidate"]["url"].startswith("https://www.quatrostrategies.ca/")
    assert Block(41, 41, "teaser", "title", "korea-uae-trade") in news.blocks


def test_a_hash_is_read_in_either_case(tmp_path):
    manifest = manifest_of(tmp_path, ENTRY.format(slug="a", more=""), "a.txt")
    assert manifest.entries["a.txt"].sha256 == "abc"


def test_a_title_of_the_manifest_is_the_curator_s_unless_it_says_otherwise(tmp_path):
    content = ENTRY.format(slug="a", more='title = "T"')
    content += ENTRY.format(slug="b", more='title = "T"\ntitle_source = "text, line 1"')
    entries = manifest_of(tmp_path, content, "a.txt", "b.txt").entries
    assert entries["a.txt"].record["title_source"] == "curator"
    assert entries["b.txt"].record["title_source"] == "text"


def test_a_faulty_entry_leaves_the_others_standing(tmp_path):
    content = ENTRY.format(slug="a", more="author = {}") + ENTRY.format(slug="b", more="")
    manifest = manifest_of(tmp_path, content, "a.txt", "b.txt")
    assert set(manifest.entries) == {"b.txt"}
    assert manifest.broken == {"a.txt"}


def test_every_fault_is_told_with_its_line(tmp_path):
    more = 'author = {}\npublished = "soon"\nsource_url = "here"\nautor = "Ann"'
    said = messages(manifest_of(tmp_path, ENTRY.format(slug="a", more=more), "a.txt").faults)
    for line, field in ((6, "author"), (7, "published"), (8, "source_url"), (9, "autor")):
        assert f"articles.toml:{line}: a: {field}: " in said


def test_a_line_is_that_of_the_record_and_not_of_another(tmp_path):
    good, bad = 'author = "Ann"', "author = {}"
    content = ENTRY.format(slug="a", more=good) + ENTRY.format(slug="b", more=bad)
    (fault,) = manifest_of(tmp_path, content, "a.txt", "b.txt").faults
    assert fault.line == 12


def test_a_fault_within_a_candidate_origin_is_told(tmp_path):
    more = '[article.provenance_candidate]\nurl = "nowhere"\nstatus = "s"\nwho = "x"'
    said = messages(manifest_of(tmp_path, ENTRY.format(slug="a", more=more), "a.txt").faults)
    assert "a: provenance_candidate.url: " in said
    assert "a: provenance_candidate.who: unknown field" in said


def test_blank_lines_do_not_shift_the_line_of_a_fault(tmp_path):
    more = "\n\nauthor = {}\n\n\n[[unknown]]"
    faults = manifest_of(tmp_path, ENTRY.format(slug="a", more=more), "a.txt").faults
    assert {(fault.line, fault.problem.partition(": ")[0]) for fault in faults} == {
        (8, "a"), (11, "unknown"),
    }  # fmt: skip


def test_a_field_of_the_next_record_is_not_taken_for_one_that_is_missing(tmp_path):
    content = '[[article]]\nid = "a"\n' + ENTRY.format(slug="b", more="")
    (fault,) = manifest_of(tmp_path, content, "b.txt").faults
    assert "a: seed_file: missing" in str(fault)
    assert fault.line == 2


def test_a_byte_order_mark_is_no_fault(tmp_path):
    manifest = manifest_of(tmp_path, "\ufeff" + ENTRY.format(slug="a", more=""), "a.txt")
    assert manifest.faults == ()
    assert set(manifest.entries) == {"a.txt"}
