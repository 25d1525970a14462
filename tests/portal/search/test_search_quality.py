"""The relevance harness reads collections as they come, and counts right."""

import gzip
import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

from articles.errors import BadInput
from articles.models import Article
from tests.benchmarks import filing, judged, throwaway
from tests.benchmarks.wording import Frequencies
from tests.makers import import_paths, kinds_of, lines, texts_of, write_files

HARNESS = "tests/benchmarks/search_quality.py"
HEAD = "query_id\tdoc_id\trelevance"
AWKWARD = [
    "# a heading?\n\n- a list\n- of things",
    "---\ntitle: not the title\n---\nafter what looks like front matter",
    "---",
    "+++\nlanguage = 'xx'\n+++\n",
    "{\n}\n\n{}",
    "ALL OF IT IN CAPITALS AND ON A SINGLE LINE . " * 40,
    "<p>Markup &amp; <b>more</b> of it</p><script>",
    "Subscribe to our newsletter\n\nAdvertisement\n\nRead more stories\n\n© 2024 The Publisher",
    "one line\rand another\r\n\r\n\x0band a third\u2028, or fourth",
    "  indented\n\n\n\n   at both ends  \n",
    "Half a character \ud800 and a NUL \0",
    '\ufeffquotes " and \\ backslashes',
]


def collection(folder: Path, docs=(), queries=(), qrels=()) -> Path:
    return write_files(
        folder,
        {
            "docs.jsonl": lines(*map(json.dumps, docs)),
            "queries.jsonl": lines(*map(json.dumps, queries)),
            "qrels.tsv": lines(HEAD, *qrels) + "\n",
        },
    )


def fault_of(read, folder: Path) -> str:
    with pytest.raises(BadInput) as caught:
        list(read(folder))
    return str(caught.value).removeprefix(f"{folder}/")


def test_the_gain_of_a_rank_is_divided_by_its_logarithm():
    ranking = ["no", "a", "b"]
    best = 1 + 1 / math.log2(3)
    assert judged.ndcg(ranking, {"a": 1, "b": 1}) == pytest.approx((1 / math.log2(3) + 0.5) / best)


def test_an_order_by_gain_is_the_best_there_is():
    gains = {"a": 3, "b": 2, "c": 1}
    assert judged.ndcg(["a", "b", "c", "d"], gains) == 1
    assert judged.ndcg(["c", "b", "a"], gains) < 1
    assert judged.ndcg([], gains) == 0


def test_what_stands_below_the_depth_does_not_count():
    ranking = [str(number) for number in range(200)]
    assert judged.ndcg(ranking, {"9": 1}) == pytest.approx(1 / math.log2(11))
    assert judged.ndcg(ranking, {"10": 1}) == 0
    assert judged.recall(ranking, {"99": 1, "100": 1}) == 0.5


def test_more_relevant_documents_than_ranks_can_still_be_found_in_the_best_order():
    gains = {str(number): 1 for number in range(30)}
    assert judged.ndcg([str(number) for number in range(10)], gains) == 1
    assert judged.recall([str(number) for number in range(15)], gains) == 0.5


def test_documents_may_lack_a_title_or_a_text(tmp_path):
    docs = [{"id": 7, "text": " text "}, {"id": "x/ y", "title": "T", "text": None, "more": [1]}]
    read = list(judged.read_documents(collection(tmp_path, docs)))
    assert read == [judged.Document("7", "", " text "), judged.Document("x/ y", "T", "")]


def test_a_text_of_which_no_file_could_be_made_is_empty():
    assert filing.Filed("d1", " ", "\0\n").is_empty
    assert not filing.Filed("d1", "Title", "").is_empty
    assert not filing.Filed("d1", "", "Text.").is_empty


def test_documents_may_be_packed_and_have_blank_lines_and_a_byte_order_mark(tmp_path):
    content = '\ufeff{"id": "1", "text": "a"}\r\n\r\n{"id": "2", "text": "b"}\n'
    (tmp_path / "docs.jsonl.gz").write_bytes(gzip.compress(content.encode()))
    assert [one.id for one in judged.read_documents(tmp_path)] == ["1", "2"]


def test_judgements_are_gains_and_what_is_not_relevant_is_none(tmp_path):
    folder = collection(
        tmp_path, qrels=["1\ta\t2", "1\tb\t0", "1\tc\t-1", "2\ta\t0", "", "3\ta\t.5"]
    )
    assert judged.read_judgements(folder) == {"1": {"a": 2}, "3": {"a": 0.5}}


def test_of_two_judgements_of_the_same_the_last_holds(tmp_path):
    folder = collection(tmp_path, qrels=["1\ta\t2", "1\ta\t0", "2\ta\t0", "2\ta\t1"])
    assert judged.read_judgements(folder) == {"2": {"a": 1}}


@pytest.mark.parametrize(
    ("docs", "fault"),
    [
        ('{"id": "1"}\n{"id": ', "docs.jsonl:2: not JSON"),
        ("[1]", "docs.jsonl:1: expected an object, found list"),
        ('{"text": "a"}', "docs.jsonl:1: id: missing"),
        ('{"id": true, "text": "a"}', "docs.jsonl:1: id: missing"),
        ('{"id": "1"}\n\n{"id": 1}', "docs.jsonl:3: id: “1” stands on line 1 already"),
        ('{"id": "1", "title": 5}', "docs.jsonl:1: title: expected text, found int"),
        (b'{"id": "1"}\n{"id": "\xff"}', "docs.jsonl:2: not UTF-8: byte 0xff at byte 9"),
        ("[" * 100_000, "docs.jsonl:1: not JSON"),
    ],
)
def test_a_bad_document_is_named_by_file_and_line(tmp_path, docs, fault):
    write_files(tmp_path, {"docs.jsonl": docs})
    assert fault_of(judged.read_documents, tmp_path).startswith(fault)


def test_a_query_needs_a_text(tmp_path):
    folder = collection(tmp_path, queries=[{"id": "1", "text": "a"}, {"id": "2"}])
    fault = "queries.jsonl:2: text: expected text, found NoneType"
    assert fault_of(judged.read_queries, folder) == fault


@pytest.mark.parametrize(
    ("qrels", "fault"),
    [
        ("1\ta\t1\n", "qrels.tsv:1: expected the heads"),
        (f"{HEAD}\n1\ta\n", "qrels.tsv:2: expected three cells between tabs, found 2"),
        (f"{HEAD}\n1 a 1\n", "qrels.tsv:2: expected three cells between tabs, found 1"),
        (f"{HEAD}\n1\ta\tyes\n", "qrels.tsv:2: relevance: “yes” is no number"),
        (f"{HEAD}\n1\ta\tnan\n", "qrels.tsv:2: relevance: “nan” is no number"),
    ],
)
def test_a_bad_judgement_is_named_by_file_and_line(tmp_path, qrels, fault):
    write_files(tmp_path, {"qrels.tsv": qrels})
    assert fault_of(judged.read_judgements, tmp_path).startswith(fault)


def test_a_folder_without_documents_is_named(tmp_path):
    assert "no docs.jsonl or docs.jsonl.gz in it" in fault_of(judged.read_documents, tmp_path)


def test_a_damaged_archive_is_named(tmp_path):
    whole = gzip.compress(lines(*(json.dumps({"id": str(n)}) for n in range(5000))).encode())
    (tmp_path / "docs.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    assert "docs.jsonl.gz: cannot be read after line " in fault_of(judged.read_documents, tmp_path)


@pytest.mark.parametrize("text", AWKWARD)
def test_a_text_becomes_the_body_whatever_stands_in_it(db, tmp_path, text):
    title = "What it\nis called"
    filing.write_folder(tmp_path, [filing.Filed("d1", title, text), filing.Filed("d2", "", text)])
    assert not import_paths(tmp_path).failed
    titled, untitled = Article.objects.order_by("slug")
    assert titled.title == "What it is called"
    assert kinds_of(titled)[0] == "title"
    for article, passages in ((titled, texts_of(titled)[1:]), (untitled, texts_of(untitled))):
        assert set(kinds_of(article)) - {"title"} == {"body"}
        assert words_of(*passages) == words_of(filing.writable(text))


def words_of(*texts: str) -> list[str]:
    return " ".join(texts).split()


def test_a_title_may_stand_alone_and_an_empty_one_is_made_of_the_opening_words(db, tmp_path):
    filed = [filing.Filed("d1", "Only a title", ""), filing.Filed("d2", "", "Only a text.")]
    filing.write_folder(tmp_path, filed)
    assert not import_paths(tmp_path).failed
    alone, without = Article.objects.order_by("slug")
    assert (alone.title, texts_of(alone), kinds_of(alone)) == (
        "Only a title", ["Only a title"], ["title"],
    )  # fmt: skip
    assert (without.title, kinds_of(without)) == ("Only a text.", ["body"])


def test_a_long_title_is_cut_and_stays_whole_in_the_text(db, tmp_path):
    title = "word " * 300
    filing.write_folder(tmp_path, [filing.Filed("d1", title, "Text.")])
    assert not import_paths(tmp_path).failed
    article = Article.objects.get()
    assert len(article.title) == 500
    assert texts_of(article)[0] == title.strip()


def test_words_are_chosen_by_the_texts_they_stand_in():
    frequencies = Frequencies(["common rare rare rare"] + ["common half"] * 5 + ["common"] * 4)
    assert frequencies.words(1.0, 1) == ["common"]
    assert frequencies.words(0.5, 1) == ["half"]
    assert frequencies.words(0.1, 1) == ["rare"]
    assert frequencies.phrases(0.5, 1) == ["common half"]


def test_forms_of_a_word_are_counted_as_one():
    texts = ["Mines", "mine mined", "mined", "other"]
    frequencies = Frequencies(texts, stem=lambda word: word[:4], skip=lambda word: word == "other")
    assert frequencies.words(0.75, 2) == ["mines"]


def test_a_process_of_a_measurement_works_on_its_own_portal(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://the-real-one/")
    monkeypatch.setenv("PORTAL_DATA", "/the/real/one")
    own = throwaway.environment(tmp_path)
    assert "DATABASE_URL" not in own
    assert own["PORTAL_DATA"] == str(tmp_path)


@pytest.mark.own_database
@pytest.mark.parametrize("how", [[HARNESS], ["-m", "tests.benchmarks.search_quality"]])
def test_the_harness_asks_the_ordinary_search(tmp_path, how):
    docs = [
        {"id": "a/1", "title": "Dysprosium", "text": "Magnets need it."},
        {"id": "b 2", "title": "", "text": "Namibia holds the heavy ones."},
        {"id": "c", "title": "", "text": ""},
    ]
    queries = [
        {"id": "1", "text": "dysprosium magnet"},
        {"id": "2", "text": "Namibia's heavy"},
        {"id": "3", "text": "not judged"},
    ]
    folder = collection(tmp_path, docs, queries, ["1\ta/1\t1", "2\tb 2\t2", "2\tgone\t1"])
    done = run(*how, folder)
    assert (done.returncode, done.stderr) == (0, "")
    figures = " ".join(done.stdout.split())
    assert "documents 2 (1 empty ones skipped)" in figures
    assert "queries 2 (1 without judgements skipped)" in figures
    assert "1 judgements of what is not held" in figures
    half = 2 / (2 + 1 / math.log2(3))
    assert f"nDCG@10 {(1 + half) / 2:.4f} recall@100 0.7500 CPU" in figures


@pytest.mark.own_database
def test_the_harness_names_what_is_wrong_in_one_line(tmp_path):
    folder = collection(tmp_path, [{"id": "1", "text": 5}], [{"id": "1", "text": "a"}], ["1\t1\t1"])
    done = run(HARNESS, folder)
    assert done.returncode == 1
    assert done.stderr == f"{folder}/docs.jsonl:1: text: expected text, found int\n"


def run(*arguments) -> subprocess.CompletedProcess:
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, cwd=throwaway.PROJECT, capture_output=True, text=True)
