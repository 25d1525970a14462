"""Storing articles: whole or not at all, and never over a curator's word."""

import hashlib
import tracemalloc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, ArticleVersion, CandidateOrigin, Passage
from articles.signals import article_changed
from tests.dumps import every_row
from tests.makers import import_paths, kinds_of, make_article, texts_of, write_files

PARAGRAPH = "Japan and Namibia signed an agreement on rare earth elements, it was said. " * 3
TEXT = f"A headline of the text\n\n{PARAGRAPH}\n\nSubscribe to our newsletter today\n\n{PARAGRAPH}x"

pytestmark = pytest.mark.django_db


def with_manifest(folder, raw: bytes, *, more: str = "", blocks: str = "", **changes):
    stated = {"id": "a", "seed_file": "a.txt", "seed_sha256": hashlib.sha256(raw).hexdigest()}
    head = "\n".join(f'{name} = "{value}"' for name, value in (stated | changes).items())
    content = f"[[article]]\n{head}\n{more}\n{blocks}"
    write_files(folder, {"a.txt": raw, "articles.toml": content})
    return import_paths(folder)


def block(first: int, last: int, kind: str) -> str:
    return f'[[article.block]]\nlines = [{first}, {last}]\nkind = "{kind}"\n'


# --- what is kept


def test_the_bytes_and_their_hash_are_kept_as_they_came():
    raw = "\ufeffCafe\u0301 one.\r\n\r\nTwo.".encode()
    version = make_article(raw).versions.get()
    assert bytes(version.content) == raw
    assert version.sha256 == hashlib.sha256(raw).hexdigest()
    assert (version.byte_count, version.file_name) == (len(raw), "text.txt")
    assert texts_of(version.article) == ["Café one.", "Two."]


def test_passages_are_numbered_and_say_why_they_are_what_they_are():
    article = make_article(TEXT)
    passages = list(Passage.objects.all())
    assert [one.position for one in passages] == [1, 2, 3, 4]
    assert [one.line for one in passages] == [1, 3, 5, 7]
    assert kinds_of(article)[:2] == ["title", "body"]
    assert all(one.reason for one in passages)


def test_blocks_of_a_curator_make_the_kinds_of_the_seeds(built):
    news = Article.objects.get(slug="japan-namibia-rare-earths-exploration-deal")
    passages = Passage.objects.filter(version__article=news)
    assert kinds_of(news) == (
        ["title"] + ["body"] * 7 + ["promo"] * 7 + ["notice", "label"]
        + ["teaser"] * 3 + ["teaser"] * 2 + ["teaser"] * 3 + ["label", "notice"]
    )  # fmt: skip
    groups = passages.exclude(group="").values_list("group", "part")
    assert ("korea-uae-trade", "title") in groups
    assert news.candidate_origin.caution
    assert news.author == news.publisher == news.published == news.source_url == news.rights == ""


# --- again


def test_the_same_bytes_again_change_nothing():
    make_article(TEXT)
    before = every_row(connection)
    make_article(TEXT)
    assert every_row(connection) == before


def test_changed_bytes_add_a_version_and_keep_the_old_one_whole():
    make_article("One.\n\nTwo.")
    article = make_article("One.\n\nThree.")
    old, new = article.versions.order_by("pk")
    assert (old.is_current, new.is_current) == (False, True)
    assert [one.text for one in old.passages.all()] == ["One.", "Two."]
    assert texts_of(article) == ["One.", "Three."]
    assert bytes(old.content) == b"One.\n\nTwo."


def test_bytes_that_go_back_make_the_old_version_current_again():
    make_article("One.")
    make_article("Two.")
    article = make_article("One.")
    assert article.versions.count() == 2
    assert bytes(article.versions.current().get().content) == b"One."


def test_the_day_of_import_stays_through_later_versions():
    first = make_article("One.")
    assert make_article("Two.").imported_at == first.imported_at
    assert first.sort_day == first.imported_at.date()


def test_every_change_is_told_once_within_its_transaction(tmp_path):
    heard = []

    def listen(sender, article_ids, **kwargs):
        heard.append((sorted(article_ids), connection.in_atomic_block))

    article_changed.connect(listen)
    try:
        write_files(tmp_path, {"a.txt": "One.", "b.txt": "Two."})
        import_paths(tmp_path)
        import_paths(tmp_path)
    finally:
        article_changed.disconnect(listen)
    assert heard == [(sorted(Article.objects.values_list("pk", flat=True)), True)]


# --- metadata


def test_new_metadata_for_the_same_bytes_update_the_article_and_add_no_version(tmp_path):
    with_manifest(tmp_path, b"One.", author="Ann")
    report = with_manifest(tmp_path, b"One.", author="Bob", published="2022-11")
    assert report.updated == 1
    article = Article.objects.get()
    assert (article.author, str(article.published_earliest)) == ("Bob", "2022-11-01")
    assert article.sort_day == article.published_earliest
    assert ArticleVersion.objects.count() == 1


@pytest.mark.parametrize("word", ["unknown", "not stated", "Unknown"])
def test_not_stated_is_no_value(tmp_path, word):
    names = ("author", "publisher", "published", "source_url", "licence")
    with_manifest(tmp_path, b"One.", **dict.fromkeys(names, word))
    article = Article.objects.get()
    held = (article.author, article.publisher, article.published, article.source_url)
    assert held == ("", "", "", "")
    assert article.rights == ""
    assert article.published_earliest is None


def test_a_field_taken_out_of_the_file_is_not_stated_any_more(tmp_path):
    with_manifest(tmp_path, b"One.", author="Ann")
    with_manifest(tmp_path, b"One.")
    assert Article.objects.get().author == ""


def test_a_candidate_origin_is_kept_apart_and_goes_with_the_file(tmp_path):
    more = '[article.provenance_candidate]\nurl = "https://e.org/x"\nstatus = "not confirmed"'
    with_manifest(tmp_path, b"One.", more=more)
    assert Article.objects.get().source_url == ""
    assert CandidateOrigin.objects.get().url == "https://e.org/x"
    with_manifest(tmp_path, b"One.")
    assert not CandidateOrigin.objects.exists()


def test_what_a_curator_edited_survives_and_what_he_did_not_is_updated(tmp_path):
    with_manifest(tmp_path, b"One.", author="Ann", publisher="P")
    Article.objects.update(author="Curated", is_public=False, display="quotes")
    with_manifest(tmp_path, b"One and more.", author="Ann", publisher="Q")
    article = Article.objects.get()
    assert (article.author, article.publisher) == ("Curated", "Q")
    assert (article.is_public, article.display) == (False, "quotes")


def test_a_clash_keeps_the_curator_s_word_and_is_told(tmp_path):
    with_manifest(tmp_path, b"One.", author="Ann")
    Article.objects.update(author="Curated")
    report = with_manifest(tmp_path, b"One.", author="Bob")
    assert report.warnings == ["a: author: kept the curator's 'Curated'; the file says 'Bob'"]
    assert Article.objects.get().author == "Curated"


def test_a_title_that_a_curator_gave_survives_changed_bytes():
    make_article(TEXT)
    Article.objects.update(title="Curated", title_source="curator")
    make_article(TEXT + " And more.")
    assert Article.objects.get().title == "Curated"


# --- kinds of passages


def test_other_blocks_for_the_same_bytes_change_the_kinds(tmp_path):
    raw = b"One.\n\nTwo."
    with_manifest(tmp_path, raw, blocks=block(1, 3, "body"))
    with_manifest(tmp_path, raw, blocks=block(1, 1, "title") + block(2, 3, "promo"))
    assert kinds_of(Article.objects.get()) == ["title", "promo"]


def test_a_kind_that_a_curator_gave_survives_every_import(tmp_path):
    raw = b"One.\n\nTwo."
    with_manifest(tmp_path, raw, blocks=block(1, 3, "body"))
    Passage.objects.filter(text="Two.").update(kind="teaser")
    import_paths(tmp_path)
    assert kinds_of(Article.objects.get()) == ["body", "teaser"]
    with_manifest(tmp_path, raw, blocks=block(1, 3, "promo"))
    assert kinds_of(Article.objects.get()) == ["promo", "teaser"]
    write_files(tmp_path, {"a.txt": "Before.\n\nOne.\n\nTwo.\n\nAfter."})
    import_paths(tmp_path)
    passages = dict(Passage.objects.current().values_list("text", "kind"))
    assert passages["Two."] == "teaser"
    write_files(tmp_path, {"a.txt": raw})
    import_paths(tmp_path)
    assert kinds_of(Article.objects.get()) == ["promo", "teaser"]


def test_a_kind_given_to_one_of_two_equal_passages_stays_with_that_one():
    make_article(f"Note.\n\n{PARAGRAPH}\n\nNote.\n\n{PARAGRAPH}x")
    Passage.objects.filter(position=3).update(kind="notice")
    article = make_article(f"Note.\n\n{PARAGRAPH}\n\nNote.\n\n{PARAGRAPH}y")
    assert kinds_of(article)[0] != "notice"
    assert kinds_of(article)[2] == "notice"


def test_a_passage_that_today_s_reader_no_longer_finds_is_left_as_it_is(tmp_path):
    with_manifest(tmp_path, b"One.\n\nTwo.", author="Ann")
    Passage.objects.filter(text="Two.").update(text="Two, as read before.")
    report = with_manifest(tmp_path, b"One.\n\nTwo.", author="Bob")
    assert (report.updated, report.failed) == (1, [])
    assert texts_of(Article.objects.get()) == ["One.", "Two, as read before."]


# --- many


def test_300_articles_take_few_queries_in_all(tmp_path):
    write_files(tmp_path, {f"t{number}.txt": f"{TEXT} {number}" for number in range(300)})
    with CaptureQueriesContext(connection) as queries:
        report = import_paths(tmp_path)
    assert report.created == 300
    assert 0 < len(queries) <= 60
    with CaptureQueriesContext(connection) as again:
        import_paths(tmp_path)
    assert 0 < len(again) <= 3 * 5


def peak_of(folder) -> int:
    tracemalloc.start()
    import_paths(folder)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_memory_does_not_grow_with_the_corpus(tmp_path):
    line = ("x" * 99 + "\n") * 400
    for name, count in (("small", 100), ("large", 400)):
        files = {f"{name}{number}.txt": f"{number}\n\n{line}" for number in range(count)}
        write_files(tmp_path / name, files)
    make_article("First, so that what is loaded once is loaded.")
    small, large = peak_of(tmp_path / "small"), peak_of(tmp_path / "large")
    assert large < small * 1.5
