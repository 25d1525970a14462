"""The import command as an operator sees it: files in, lines and an exit status out."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import Article, Passage
from tests.dumps import every_row
from tests.makers import write_files

ROOT = Path(__file__).resolve().parents[2]
GOOD = "A good text.\n\nIt has two paragraphs."

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


class Run:
    """One run of the command: its exit status and what it said."""

    def __init__(self, capsys, *paths, **options):
        self.status = 0
        try:
            call_command("import_articles", *map(str, paths), **options)
        except SystemExit as stopped:
            self.status = stopped.code
        captured = capsys.readouterr()
        self.out, self.err = captured.out, captured.err
        self.faults = [line for line in self.err.splitlines() if line.startswith("Not imported")]


@pytest.fixture
def run(capsys):
    return lambda *paths, **options: Run(capsys, *paths, **options)


def test_a_summary_says_what_was_done(run, tmp_path):
    write_files(tmp_path, {"a.txt": GOOD, "b.md": "# B\n\nText.", "c.html": "<p>Text of C.</p>"})
    first = run(tmp_path)
    assert (first.out, first.status) == ("3 created, 0 updated, 0 unchanged, 0 failed.\n", 0)
    write_files(tmp_path, {"a.txt": GOOD + " More.", "d.txt": GOOD})
    second = run(tmp_path)
    assert (second.out, second.status) == ("1 created, 1 updated, 2 unchanged, 0 failed.\n", 0)


def test_files_and_folders_may_be_named_together(run, tmp_path):
    write_files(tmp_path, {"one/a.txt": GOOD, "one/deep/er/b.TXT": GOOD, "two/c.md": "Text."})
    assert run(tmp_path / "one", tmp_path / "two" / "c.md").out.startswith("3 created")


def test_a_path_named_twice_is_imported_once(run, tmp_path):
    write_files(tmp_path, {"a.txt": GOOD})
    result = run(tmp_path, tmp_path / "a.txt", tmp_path)
    assert (result.out, result.status) == ("1 created, 0 updated, 0 unchanged, 0 failed.\n", 0)


def test_importing_the_same_bytes_again_writes_nothing_not_even_a_timestamp(run, seeds, tmp_path):
    write_files(tmp_path, {"a.txt": GOOD, "b.md": "---\ntitle: B\n---\n\n# B\n\nText."})
    run(seeds / "articles", tmp_path)
    before = every_row(connection)
    assert run(seeds / "articles", tmp_path).out.startswith("0 created, 0 updated, 4 unchanged")
    assert every_row(connection) == before


FRONT = "---\ntitle: A\n{}\n---\n\nText."

# File name: its bytes, and what the one line of its error must hold.
BAD_FILES = {
    "empty.txt": (b"", ["empty.txt: the file is empty", "remove it"]),
    "space.txt": (b" \n\xc2\xa0\n", ["space.txt: ", "only white space"]),
    "bom.txt": (b"\xef\xbb\xbf", ["bom.txt: ", "only white space"]),
    "latin.txt": (b"caf\xe9 au lait", ["latin.txt: ", "byte offset 3", "--encoding"]),
    "cut.txt": ("café".encode()[:-1], ["cut.txt: ", "byte offset 3", "--encoding"]),
    "late.txt": (b"x" * 70000 + b"\xff", ["late.txt: ", "byte offset 70000", "--encoding"]),
    "nul.txt": ("é a\0b".encode(), ["nul.txt: ", "NUL", "byte offset 4"]),
    "bomnul.txt": ("\ufeffab\0".encode(), ["bomnul.txt: ", "NUL", "byte offset 5"]),
    "utf16.txt": ("text".encode("utf-16-le"), ["utf16.txt: ", "NUL", "encoding"]),
    "large.txt": (b"x" * 200_001, ["large.txt: ", "200,001 bytes", "200,000", "--max-bytes"]),
    "yaml.md": (FRONT.format("author: [Ann").encode(), ["yaml.md:4: ", "front matter"]),
    "tabs.md": (FRONT.format("a:\n\t- b").encode(), ["tabs.md:4: ", "front matter"]),
    "toml.md": (b'+++\ntitle = "A"\nauthor = \n+++\nText.', ["toml.md:3: ", "front matter"]),
    "json.md": (b'{\n"title": "A",\n"author": }\n}\nText.', ["json.md:3: ", "front matter"]),
    "date.md": (FRONT.format("date: last week").encode(), ["date.md:3: ", "published", "EDTF"]),
    "day.md": (FRONT.format("date: 2022-02-31").encode(), ["day.md:3: ", "front matter"]),
    "type.md": (FRONT.format("author: {first: Ann}").encode(), ["type.md:3: ", "author", "dict"]),
    "public.md": (FRONT.format("public: maybe").encode(), ["public.md:3: ", "true or false"]),
    "slug.md": (FRONT.format("slug: not a slug").encode(), ["slug.md:3: ", "slug", "letters"]),
    "deep.md": (FRONT.format("x: " + "[" * 3000).encode(), ["deep.md", "front matter"]),
    "only-head.md": (b"---\ntitle: A\n---\n", ["only-head.md: ", "no text"]),
    "comment.html": (b"<!-- nothing -->", ["comment.html: ", "no text"]),
    "script.html": (b"<script>var x = 1</script>", ["script.html: ", "no text"]),
    "deep.html": (b"<div>" * 5000 + b"deep", ["deep.html: ", "nest"]),
    "deep-quotes.md": (b">" * 3000 + b" deep", ["deep-quotes.md: ", "nest"]),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_gets_one_line_that_says_what_to_do(run, tmp_path, name):
    content, wanted = BAD_FILES[name]
    write_files(tmp_path, {name: content, "good.txt": GOOD})
    result = run(tmp_path, max_bytes=200_000)
    assert result.status == 1
    assert result.out == "1 created, 0 updated, 0 unchanged, 1 failed.\n"
    (line,) = result.faults
    assert all(words in line for words in wanted), line
    # One line, and no traceback or log beside it.
    assert len([line for line in result.err.splitlines() if "Importing:" not in line]) == 1
    assert list(Article.objects.values_list("slug", flat=True)) == ["good"]


def test_all_bad_files_together_leave_the_good_ones_imported(run, tmp_path):
    write_files(tmp_path, {name: content for name, (content, _) in BAD_FILES.items()})
    write_files(tmp_path, {"good.txt": GOOD, "zz.txt": GOOD})
    result = run(tmp_path, max_bytes=200_000)
    assert result.out == f"2 created, 0 updated, 0 unchanged, {len(BAD_FILES)} failed.\n"
    assert len(result.faults) == len(BAD_FILES)
    assert Article.objects.count() == 2


def test_a_missing_path_is_said_and_the_rest_imported(run, tmp_path):
    write_files(tmp_path, {"good.txt": GOOD})
    result = run(tmp_path / "absent", tmp_path / ("x" * 300), tmp_path / "good.txt")
    assert result.status == 1
    assert "absent: there is no such file or folder; check the path" in result.err
    assert result.out == "1 created, 0 updated, 0 unchanged, 2 failed.\n"


def test_two_files_with_one_slug_are_told_and_the_first_stands(run, tmp_path):
    write_files(tmp_path, {"a/text.txt": GOOD, "b/text.txt": "Another text."})
    result = run(tmp_path)
    assert result.status == 1
    (line,) = result.faults
    assert str(tmp_path / "b" / "text.txt") in line
    assert f"taken by {tmp_path / 'a' / 'text.txt'}" in line
    assert Passage.objects.first().text == "A good text."


def test_a_slug_in_front_matter_collides_as_well(run, tmp_path):
    write_files(tmp_path, {"a.txt": GOOD, "b.md": "---\nslug: a\n---\nText."})
    assert "the slug “a” is taken by" in run(tmp_path).err


def test_a_folder_without_articles_is_told(run, tmp_path):
    write_files(tmp_path, {"notes.pdf": b"%PDF"})
    result = run(tmp_path)
    assert result.status == 1
    assert "holds no article; put files with .txt, .md, .html into it" in result.err


def test_a_file_of_another_kind_named_by_itself_is_told(run, tmp_path):
    write_files(tmp_path, {"notes.pdf": b"%PDF"})
    assert "notes.pdf: not one of .txt, .md, .html" in run(tmp_path / "notes.pdf").err


def test_a_symlink_loop_is_told_and_the_rest_imported(run, tmp_path):
    write_files(tmp_path, {"in/good.txt": GOOD})
    (tmp_path / "in" / "loop").symlink_to(tmp_path)
    result = run(tmp_path)
    assert result.out == "1 created, 0 updated, 0 unchanged, 1 failed.\n"
    assert "loop: a symbolic link leads back here; remove the link" in result.err


def test_a_broken_link_and_a_link_to_itself_are_told(run, tmp_path):
    write_files(tmp_path, {"good.txt": GOOD})
    (tmp_path / "broken.txt").symlink_to(tmp_path / "absent.txt")
    (tmp_path / "itself.txt").symlink_to(tmp_path / "itself.txt")
    result = run(tmp_path)
    assert result.out == "1 created, 0 updated, 0 unchanged, 2 failed.\n"
    assert "broken.txt: cannot be read" in result.err
    assert "itself.txt: cannot be read" in result.err
    assert run(tmp_path / "itself.txt").status == run(tmp_path / "broken.txt").status == 1


def test_a_folder_named_like_a_text_is_a_folder(run, tmp_path):
    write_files(tmp_path, {"x.txt/good.txt": GOOD})
    assert run(tmp_path / "x.txt").out.startswith("1 created")
    assert run(tmp_path).out.startswith("0 created, 0 updated, 1 unchanged, 0 failed")


def test_a_pipe_named_like_a_text_does_not_hang_the_import(run, tmp_path):
    write_files(tmp_path, {"good.txt": GOOD})
    os.mkfifo(tmp_path / "pipe.txt")
    result = run(tmp_path)
    assert "pipe.txt: no regular file" in result.err
    assert result.out == "1 created, 0 updated, 0 unchanged, 1 failed.\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_an_unreadable_file_is_told(run, tmp_path):
    write_files(tmp_path, {"good.txt": GOOD, "locked.txt": GOOD})
    (tmp_path / "locked.txt").chmod(0)
    result = run(tmp_path)
    assert "locked.txt: cannot be read (Permission denied)" in result.err
    assert result.out == "1 created, 0 updated, 0 unchanged, 1 failed.\n"


def test_the_limit_of_bytes_is_5_million_unless_told(run, tmp_path):
    write_files(tmp_path, {"good.txt": b"x" * 5_000_000, "large.txt": b"x" * 5_000_001})
    result = run(tmp_path)
    assert result.out == "1 created, 0 updated, 0 unchanged, 1 failed.\n"
    assert run(tmp_path, max_bytes=6_000_000).out.startswith("1 created, 0 updated, 1 unchanged")


def test_another_encoding_is_read_where_the_operator_names_it(run, tmp_path):
    write_files(tmp_path, {"a.txt": "Café “au” lait.".encode("cp1252")})
    assert run(tmp_path).status == 1
    assert run(tmp_path, encoding="cp1252").status == 0
    assert Passage.objects.get().text == "Café “au” lait."
    assert Article.objects.get().versions.get().encoding == "cp1252"


def test_an_encoding_that_does_not_exist_is_told(tmp_path):
    write_files(tmp_path, {"a.txt": GOOD})
    with pytest.raises(CommandError, match="there is no encoding “klingon”"):
        call_command("import_articles", str(tmp_path), encoding="klingon")


# --- faults of articles.toml

TABLE = '[[article]]\nid = "{slug}"\nseed_file = "{slug}.txt"\n'
BAD_MANIFESTS = {
    "malformed": ("[[article]\n", ["articles.toml: malformed TOML", "line 1"]),
    "no utf-8": (b"x = '\xe9'", ["articles.toml: not UTF-8 at byte offset 5"]),
    "unknown field": (TABLE.format(slug="a") + "autor = 'Ann'\n", ["toml:4: a: autor: unknown"]),
    "wrong type": (TABLE.format(slug="a") + "author = {x = 1}\n", ["toml:4: a: author: expected"]),
    "no date": (TABLE.format(slug="a") + "published = 'soon'\n", ["toml:4: a: published: "]),
    "no slug": ('[[article]]\nid = "A b"\nseed_file = "a.txt"\n', ["toml:2: A b: id: "]),
    "no file": (TABLE.format(slug="absent"), ["toml:3: absent: seed_file: there is no file"]),
    "elsewhere": (
        '[[article]]\nid = "a"\nseed_file = "../a.txt"\n',
        ["toml:3: a: seed_file: ", "beside it"],
    ),
    "twice": (TABLE.format(slug="a") * 2, ["a: seed_file: “a.txt” has an entry already"]),
    "lines": (
        TABLE.format(slug="a") + 'seed_sha256 = "x"\n[[article.block]]\nlines = [3, 1]\n',
        ["a: block: number 1: lines: expected"],
    ),
    "kind": (
        TABLE.format(slug="a")
        + 'seed_sha256 = "x"\n[[article.block]]\nlines = [1, 1]\nkind = "poem"\n',
        ["a: block: number 1: kind: “poem”"],
    ),
    "unnamed bytes": (
        TABLE.format(slug="a") + '[[article.block]]\nlines = [1, 1]\nkind = "body"\n',
        ["a: seed_sha256: missing"],
    ),
    "misspelt table": ('[[artcle]]\nid = "a"\n', ["toml:1: artcle: ", "unknown table"]),
    "one table": ('[article]\nid = "a"\n', ["toml:1: article: ", "[[article]]"]),
    "blocks of no table": (TABLE.format(slug="a") + "block = 3\n", ["toml:4: a: block: "]),
}


@pytest.mark.parametrize("name", BAD_MANIFESTS)
def test_a_fault_in_articles_toml_names_file_line_and_field(run, tmp_path, name):
    content, wanted = BAD_MANIFESTS[name]
    write_files(tmp_path, {"m/articles.toml": content, "m/a.txt": GOOD, "good.txt": GOOD})
    result = run(tmp_path)
    assert result.status == 1
    assert any(all(words in line for words in wanted) for line in result.faults), result.err
    assert Article.objects.filter(slug="good").exists()


@pytest.mark.parametrize("name", ["malformed", "unknown field", "wrong type", "no date", "lines"])
def test_a_text_is_not_imported_without_its_faulty_entry(run, tmp_path, name):
    write_files(tmp_path, {"articles.toml": BAD_MANIFESTS[name][0], "a.txt": GOOD})
    result = run(tmp_path)
    assert "a.txt: left out until its entry in articles.toml is correct" in result.err
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    "blocks, problem",
    [
        ([(1, 1, "title")], "a.txt:3: articles.toml puts this line in no block"),
        ([(1, 3, "body"), (3, 3, "body")], "a.txt:3: articles.toml puts line 3 in two blocks"),
        ([(1, 9, "body")], "a.txt: a block of articles.toml ends on line 9, after the text"),
    ],
)
def test_blocks_that_do_not_fit_the_text_are_told(run, tmp_path, blocks, problem):
    import hashlib

    sha256 = hashlib.sha256(GOOD.encode()).hexdigest()
    tables = "".join(
        f'[[article.block]]\nlines = [{first}, {last}]\nkind = "{kind}"\n'
        for first, last, kind in blocks
    )
    head = TABLE.format(slug="a") + f'seed_sha256 = "{sha256}"\n'
    write_files(tmp_path, {"articles.toml": head + tables, "a.txt": GOOD})
    result = run(tmp_path)
    assert problem in result.err
    assert not Article.objects.exists()


# --- progress


def test_elsewhere_than_on_a_terminal_progress_is_plain_lines(run, tmp_path):
    write_files(tmp_path, {f"t{number}.txt": GOOD for number in range(3)})
    assert run(tmp_path).err == "Importing: 3 of 3\n"


@pytest.mark.parametrize("command", ["import_articles", "build"])
def test_on_a_terminal_progress_is_a_bar_that_stays_on_its_line(tmp_path, command):
    folder = write_files(tmp_path / "in", {"articles/a.txt": GOOD})
    env = os.environ | {
        "PORTAL_DEBUG": "1", "TERM": "xterm", "COLUMNS": "100",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'terminal.sqlite3'}",
    }  # fmt: skip
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*manage, "migrate", "-v0"], env=env, check=True)
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [*manage, command, str(folder)], env=env, stdin=follower, stdout=follower, stderr=follower
    )
    os.close(follower)
    shown = read_all(leader).decode()
    process.wait()
    assert "\x1b[2KImporting" in shown
    assert "━" in shown
    assert "1 created, 0 updated, 0 unchanged, 0 failed." in shown
    # A bar is drawn over itself: a line break after each of its states would fill the screen.
    bars = [line for line in shown.split("\r\n") if "━" in line]
    assert len(bars) == 1


def read_all(leader: int) -> bytes:
    parts = []
    while True:
        try:
            part = os.read(leader, 4096)
        except OSError:
            break
        if not part:
            break
        parts.append(part)
    os.close(leader)
    return b"".join(parts)
