"""Finding files below paths."""

from pathlib import Path

from articles.errors import BadInput
from articles.finding import find_files
from tests.makers import write_files


def names(*paths: Path) -> list[str]:
    return [found.name for found in find_files([str(path) for path in paths])]


def test_files_of_a_folder_come_sorted_and_below_it(tmp_path):
    files = ["b.txt", "a.md", "sub/c.html", "sub/D.TXT", "x.pdf", "articles.toml", "sub/e.htm"]
    write_files(tmp_path, dict.fromkeys(files, "Text."))
    assert names(tmp_path) == ["a.md", "b.txt", "D.TXT", "c.html"]


def test_hidden_files_and_folders_are_passed_over(tmp_path):
    write_files(tmp_path, {".a.txt": "x", ".git/b.txt": "x", "c.txt": "x"})
    assert names(tmp_path) == ["c.txt"]


def test_a_linked_folder_is_followed_once(tmp_path):
    write_files(tmp_path, {"in/a.txt": "x", "real/b.txt": "x"})
    (tmp_path / "in" / "link").symlink_to(tmp_path / "real")
    assert names(tmp_path / "in") == ["a.txt", "b.txt"]


def test_a_loop_of_links_is_one_fault_and_an_end(tmp_path):
    write_files(tmp_path, {"a.txt": "x"})
    (tmp_path / "loop").symlink_to(".")
    found = list(find_files([str(tmp_path)]))
    assert [one for one in found if isinstance(one, Path)] == [tmp_path / "a.txt"]
    (fault,) = [one for one in found if isinstance(one, BadInput)]
    assert "leads back here" in str(fault)


def test_a_file_is_found_once_however_often_it_is_named(tmp_path):
    write_files(tmp_path, {"a.txt": "x"})
    assert names(tmp_path / "a.txt", tmp_path, tmp_path / "." / "a.txt") == ["a.txt"]


def test_paths_are_found_and_not_read(tmp_path):
    """A list of paths is all an import holds of a corpus: half a million are some megabytes."""
    write_files(tmp_path, {"a.txt": b"\xff\0"})
    assert names(tmp_path) == ["a.txt"]
