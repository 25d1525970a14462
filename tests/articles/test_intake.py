"""A text that comes in by hand, through admin."""

import hashlib
from pathlib import Path

import lxml.html
import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from articles.models import Article, ArticleVersion, Passage
from entities.models import Evidence, Link, Mention
from tests.articles.test_admin import heard  # noqa: F401
from tests.makers import import_paths, kinds_of, make_article, make_entity, make_evidence, texts_of

ADD = "/admin/articles/article/add/"
TEXT = """Namibia signs a deal

The mine at Lofdal is to open in 2026.

Subscribe to our newsletter
"""


def form_on(response) -> dict[str, str]:
    page = lxml.html.fromstring(response.content.decode())
    (form,) = [form for form in page.forms if form.get("id") in ("text_form", "preview_form")]
    for box in form.xpath(".//input[not(@value) and not(@type='checkbox')]"):
        box.set("value", "")
    return dict(form.form_values())


def errors_at(response, field: str) -> str:
    assert response.status_code == 200, "saved without complaint"
    page = lxml.html.fromstring(response.content.decode())
    rows = page.find_class(f"field-{field}")
    return " ".join(" ".join(one.itertext()) for row in rows for one in row.find_class("errorlist"))


def focus_of(response) -> list[str]:
    """The fields that ask for the focus; a browser gives it to the first."""
    page = lxml.html.fromstring(response.content.decode())
    return page.xpath("//*[@autofocus]/@name")


def preview(client, text: str = "", *, address: str = ADD, **more):
    """The second step, for a text that a browser sends."""
    sent = {"text": text.replace("\n", "\r\n"), "read_as": ".txt", "encoding": "utf-8"}
    return client.post(address, sent | more | {"_preview": "1"})


def upload(client, raw: bytes, name: str = "news.txt", *, address: str = ADD, **more):
    return preview(client, address=address, file=SimpleUploadedFile(name, raw), **more)


def go_on(client, response, *, address: str = ADD, button: str = "_save", **changes):
    return client.post(address, {**form_on(response), **changes, button: "1"})


def text_address(article: Article) -> str:
    return reverse("admin:articles_article_text", args=[article.pk])


def give(client, text: str, **changes) -> Article:
    response = go_on(client, preview(client, text), **changes)
    assert response.status_code == 302, errors_at(response, "slug")
    return Article.objects.latest("pk")


@pytest.fixture
def curator(client, db):
    user = User.objects.create_superuser("maria", password="x")
    client.force_login(user)
    return client


def test_a_pasted_text_is_shown_as_it_is_read_and_nothing_is_stored_yet(curator):
    response = preview(curator, TEXT)
    rows = response.context["rows"]
    assert [row.kind for row in rows] == ["title", "body", "promo"]
    assert [row.is_left_out for row in rows] == [False, False, True]
    assert all(row.reason for row in rows)
    form = form_on(response)
    assert (form["title"], form["slug"]) == ("Namibia signs a deal", "namibia-signs-a-deal")
    assert not Article.objects.exists()


def test_a_saved_text_is_stored_as_the_importer_stores_a_file(curator, tmp_path):
    given = give(curator, TEXT)
    path = tmp_path / "from-a-file.txt"
    path.write_bytes(TEXT.encode())
    import_paths(path)
    imported = Article.objects.get(slug="from-a-file")
    assert texts_of(given) == texts_of(imported)
    assert kinds_of(given) == kinds_of(imported)
    ours, theirs = given.versions.get(), imported.versions.get()
    # A browser sends CR LF; the text was written with LF.
    assert (ours.content, ours.sha256) == (theirs.content, theirs.sha256)
    assert ours.file_name == "namibia-signs-a-deal.txt"


def test_an_uploaded_file_is_kept_byte_for_byte(curator):
    raw = "Ein Titel über allem\r\n\r\nEin Satz, der länger ist.\r\n".encode("cp1252")
    response = go_on(curator, upload(curator, raw, encoding="cp1252"))
    assert response.status_code == 302
    version = ArticleVersion.objects.get()
    assert bytes(version.content) == raw
    assert (version.file_name, version.encoding) == ("news.txt", "cp1252")
    assert version.article.title == "Ein Titel über allem"


def test_the_endings_of_files_say_how_they_are_read(curator):
    response = upload(curator, b"# A heading\n\nA *word* of text.", "note.md")
    assert [row.text for row in response.context["rows"]] == ["A heading", "A word of text."]
    response = preview(curator, "<h1>A heading</h1><p>A word of text.</p>", read_as=".html")
    assert [row.text for row in response.context["rows"]] == ["A heading", "A word of text."]


def test_what_the_curator_corrects_is_the_curators(curator):
    article = give(
        curator, TEXT, title="Another title", publisher="A publisher", published="2023-05",
        **{"kind-2": "notice"},
    )  # fmt: skip
    assert (article.title, article.title_source) == ("Another title", "curator")
    assert (article.publisher, article.published) == ("A publisher", "2023-05")
    passage = Passage.objects.get(position=2)
    assert (passage.kind, passage.proposed_kind) == ("notice", "body")
    assert passage.history.latest().history_user_id == "maria"
    records = [(one.history_type, one.history_user_id) for one in article.history.all()]
    assert records == [("~", "maria"), ("+", "maria")]


def test_a_title_left_as_it_is_read_is_the_texts(curator):
    assert give(curator, TEXT, publisher="A publisher").title_source == "text"


def test_names_are_linked_and_the_article_is_announced_once(curator, heard):  # noqa: F811
    make_entity("Lofdal", kind="project")
    article = give(curator, TEXT)
    assert heard == [[article.pk]]
    assert Link.objects.get().article == article
    assert Mention.objects.get().surface == "Lofdal"


def test_what_was_given_survives_a_later_import_of_the_same_slug(curator, tmp_path):
    article = give(curator, TEXT, title="Another title", publisher="Ours", **{"kind-2": "notice"})
    path = tmp_path / f"{article.slug}.txt"
    path.write_text(f"---\npublisher: Theirs\nauthor: An author\n---\n{TEXT}\nA sentence more.\n")
    report = import_paths(path)
    article.refresh_from_db()
    assert (article.title, article.title_source) == ("Another title", "curator")
    # Both spoke of the publisher: the curator's word stands, and the import says so.
    assert article.publisher == "Ours"
    assert "publisher" in report.warnings[0]
    assert article.author == "An author"
    assert article.versions.count() == 2
    assert kinds_of(article)[1] == "notice"


def test_importing_the_same_bytes_from_a_file_changes_nothing(curator, tmp_path):
    article = give(curator, TEXT, title="Another title", **{"kind-2": "notice"})
    path = tmp_path / f"{article.slug}.txt"
    path.write_bytes(TEXT.encode())
    assert import_paths(path).unchanged == 1


def test_a_build_leaves_a_pasted_article_alone(built, curator, capsys):
    article = give(curator, TEXT, publisher="Ours", **{"kind-2": "notice"})
    before = Article.objects.filter(pk=article.pk).values().get()
    call_command("build")
    assert Article.objects.filter(pk=article.pk).values().get() == before
    assert kinds_of(article) == ["title", "notice", "promo"]


def test_a_text_given_for_an_imported_article_is_not_undone_by_the_next_import(curator, tmp_path):
    path = tmp_path / "news.txt"
    path.write_text("---\npublisher: A paper\n---\nA headline of the news\n\nThe first wording.\n")
    import_paths(path)
    article = Article.objects.get()
    address = text_address(article)
    response = preview(curator, "A headline of the news\n\nThe second wording.", address=address)
    assert [(row.text, row.state) for row in response.context["rows"]] == [
        ("A headline of the news", ""),
        ("The first wording.", "gone"),
        ("The second wording.", "new"),
    ]
    go_on(curator, response, address=address)
    assert import_paths(path).unchanged == 1
    assert texts_of(article)[1] == "The second wording."
    article.refresh_from_db()
    # What the new text does not speak of holds on.
    assert article.publisher == "A paper"

    path.write_text("A headline of the news\n\nThe third wording.\n")
    assert import_paths(path).updated == 1
    assert texts_of(article)[1] == "The third wording."
    assert article.versions.count() == 3


def test_the_files_own_bytes_given_by_hand_are_current_again(curator, tmp_path):
    path = tmp_path / "news.txt"
    path.write_text("A headline of the news\n\nThe first wording.\n")
    import_paths(path)
    article = Article.objects.get()
    address = text_address(article)
    other = "A headline of the news\n\nThe second wording.\n"
    go_on(curator, preview(curator, other, address=address), address=address)
    go_on(curator, preview(curator, path.read_text(), address=address), address=address)
    assert texts_of(article)[1] == "The first wording."
    assert article.versions.count() == 2
    path.write_text(other)
    import_paths(path)
    assert texts_of(article)[1] == "The second wording."


def test_a_new_text_keeps_what_curators_said_and_checks_the_evidence_again(curator):
    article = make_article("A headline of the news\n\nA first sentence.\n\nA second sentence.")
    stays, goes = make_evidence(article, "A first sentence."), make_evidence(article, "A second")
    Passage.objects.filter(position=1).update(kind="heading")
    address = text_address(article)
    text = "A headline of the news\n\nA first sentence.\n\nNothing of the kind."
    response = preview(curator, text, address=address)
    assert response.context["rows"][0].kind == "heading"
    assert go_on(curator, response, address=address).status_code == 302
    assert kinds_of(article)[0] == "heading"
    states = dict(Evidence.objects.values_list("pk", "state"))
    assert states[stays.pk] == "ok"
    assert states[goes.pk] != "ok"


def test_a_new_text_of_an_article_from_the_seeds_keeps_its_entry(built, curator, capsys):
    article = Article.objects.get(slug="japan-namibia-rare-earths-exploration-deal")
    address, before = text_address(article), Article.objects.filter(pk=article.pk).values().get()
    raw = bytes(article.versions.get().content) + b"\n\nA sentence more, at the end of it all.\n"
    response = upload(curator, raw, address=address)
    assert go_on(curator, response, address=address).status_code == 302
    texts = texts_of(article)
    call_command("build")
    assert texts_of(article) == texts
    after = Article.objects.filter(pk=article.pk).values().get()
    assert after | {"imported": None} == before | {"imported": None}
    assert after["imported"]["entry"] == before["imported"]["entry"]


def test_several_kinds_are_given_in_a_line(curator):
    response = preview(curator, TEXT)
    response = go_on(curator, response, button="_apply", ranges="1 heading; 2- label")
    assert [row.kind for row in response.context["rows"]] == ["heading", "label", "label"]
    assert go_on(curator, response).status_code == 302
    assert kinds_of(Article.objects.get()) == ["heading", "label", "label"]


def test_the_rest_is_left_out_from_a_passage_on(curator):
    response = go_on(curator, preview(curator, TEXT), button="rest")
    assert [row.kind for row in response.context["rows"]] == ["notice", "notice", "promo"]


@pytest.mark.parametrize(
    ("line", "said"), [("4 promo", "passages 1 to 3"), ("2 poem", "the kind is none"), ("x", "“x”")]
)
def test_a_faulty_line_of_kinds_says_what_is_wrong(curator, line, said):
    response = go_on(curator, preview(curator, TEXT), ranges=line)
    assert said in errors_at(response, "ranges")
    assert form_on(response)["ranges"] == line
    assert not Article.objects.exists()


def test_a_text_of_thousands_of_passages_comes_in(curator):
    text = "\n\n".join(f"Sentence number {number} stands alone." for number in range(1500))
    response = preview(curator, text)
    assert "kind-1" not in form_on(response)
    response = go_on(curator, response, button="_apply", ranges="1400- notice", slug="long")
    assert form_on(response)["ranges"] == "1400-1500 notice"
    assert go_on(curator, response).status_code == 302
    assert kinds_of(Article.objects.get()).count("notice") == 101


BAD_FILES = {
    "wrong encoding": (b"A title\n\ncaf\xe9 au lait", "a.txt", "encoding", "byte offset 12"),
    "binary": (b"A title\n\n\0\x01\x02", "a.txt", "file", "NUL byte at byte offset 9"),
    "empty": (b"", "a.txt", "file", "the file is empty"),
    "white space": (b" \n ", "a.txt", "file", "only white space"),
    "too big": (b"a" * 5_000_001, "a.txt", "file", "more than 5,000,000"),
    "unknown ending": (b"%PDF", "a.pdf", "file", "not one of .txt, .md, .html"),
    "front matter": (b"---\ntitle: A\npublished: soon\n---\nText.", "a.txt", "file", "Line 3"),
}


@pytest.mark.parametrize(("raw", "name", "field", "said"), BAD_FILES.values(), ids=list(BAD_FILES))
def test_a_file_that_cannot_be_read_says_why_at_its_field(curator, raw, name, field, said):
    response = upload(curator, raw, name)
    assert said.lower() in errors_at(response, field).lower()
    assert not any(odd in errors_at(response, field) for odd in ("--", ".."))
    assert not Article.objects.exists()


def test_a_file_in_another_encoding_need_not_be_chosen_again(curator):
    raw = b"A title of it\n\ncaf\xe9 au lait is what they drank there."
    response = upload(curator, raw)
    response = go_on(curator, response, button="_preview", encoding="latin-1")
    assert go_on(curator, response).status_code == 302
    assert bytes(ArticleVersion.objects.get().content) == raw


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("published", "last spring", "not an EDTF date"),
        ("slug", "", "required"),
        ("slug", "no slug!", "valid"),
        ("title", "", "required"),
        ("source_url", "nowhere", "valid URL"),
    ],
)
def test_a_fault_in_the_second_step_stands_at_its_field_and_nothing_is_lost(
    curator, field, value, said
):
    response = go_on(
        curator, preview(curator, TEXT),
        **{"author": "An author", "kind-2": "promo", field: value},
    )  # fmt: skip
    assert said in errors_at(response, field)
    form = form_on(response)
    assert (form["author"], form["kind-2"], form[field]) == ("An author", "promo", value)
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("changes", "focused"),
    [({"slug": ""}, "slug"), ({"author": "x" * 301, "slug": ""}, "slug"),
     ({"ranges": "x"}, "ranges"), ({"ranges": "x", "slug": ""}, "slug")],
)  # fmt: skip
def test_a_page_that_was_refused_begins_at_the_first_fault(curator, changes, focused):
    response = preview(curator, TEXT)
    assert focus_of(response) == ["title"]
    assert focus_of(go_on(curator, response, **changes)) == [focused]


def test_the_first_step_begins_at_the_text_or_its_first_fault(curator):
    assert focus_of(curator.get(ADD)) == ["text"]
    assert focus_of(upload(curator, b"%PDF", "a.pdf")) == ["file"]


def test_neither_step_has_the_side_list_before_its_fields(curator):
    for response in (curator.get(ADD), preview(curator, TEXT)):
        assert 'id="nav-sidebar"' not in response.content.decode()


@pytest.mark.parametrize("rest", ["9" * 5000, "one"])
def test_a_forged_place_where_the_rest_begins_changes_no_kind(curator, rest):
    response = preview(curator, TEXT)
    response = curator.post(ADD, form_on(response) | {"rest": rest})
    assert [row.kind for row in response.context["rows"]] == ["title", "body", "promo"]


def test_a_slug_that_is_taken_leads_to_its_article(curator):
    held = make_article("Other words", slug="namibia-signs-a-deal")
    response = preview(curator, TEXT)
    assert "“namibia-signs-a-deal” is taken already" in response.content.decode()
    response = go_on(curator, response)
    assert "is taken by" in errors_at(response, "slug")
    assert text_address(held) in response.content.decode()


def test_without_a_text_there_is_nothing_to_read(curator):
    assert "no text" in errors_at(preview(curator), "text")
    both = upload(curator, b"One text", text="Another")
    assert "one of the two" in errors_at(both, "file")


def test_going_back_to_the_text_loses_nothing(curator):
    response = preview(curator, TEXT)
    response = go_on(curator, response, button="_again", author="An author", **{"kind-2": "teaser"})
    form = form_on(response)
    # The break after the opening tag is no part of what a browser shows and sends.
    assert form["text"] == "\n" + TEXT
    typed = TEXT.replace("\n", "\r\n")
    response = go_on(curator, response, button="_preview", text=typed)
    form = form_on(response)
    assert (form["author"], form["kind-2"]) == ("An author", "teaser")


def test_another_text_is_read_afresh_after_going_back(curator):
    response = go_on(curator, preview(curator, TEXT), button="_again", author="An author")
    response = go_on(curator, response, button="_preview", text="Words of quite another kind.")
    form = form_on(response)
    assert (form["title"], form["author"]) == ("Words of quite another kind.", "An author")


def test_texts_that_are_held_already_are_told(curator):
    long = "A paragraph of this length is told from every other by its very own words alone."
    make_article(f"A title of it\n\n{long}\n", slug="held")
    same = preview(curator, f"A title of it\n\n{long}\n")
    assert "The same bytes are held already" in same.content.decode()
    near = preview(curator, f"Quite another title\n\n{long}\n")
    assert "1 of the 1 longer passages stand" in near.content.decode()


def test_whoever_saves_second_is_told_and_overwrites_nothing(curator):
    article = make_article("A title of it\n\nFirst words.", slug="held")
    address = text_address(article)
    response = preview(curator, "A title of it\n\nOther words.", address=address)
    Article.objects.filter(pk=article.pk).update(publisher="Somebody else's")
    second = go_on(curator, response, address=address, author="Mine")
    assert "changed meanwhile" in second.content.decode()
    assert form_on(second)["author"] == "Mine"
    assert texts_of(article)[1] == "First words."
    assert go_on(curator, second, address=address).status_code == 302
    article.refresh_from_db()
    assert article.author == "Mine"


def test_a_tampered_text_is_refused(curator):
    form = form_on(preview(curator, TEXT))
    response = curator.post(ADD, form | {"carried": form["carried"] + "x", "_save": "1"})
    assert "not as it was sent" in response.content.decode()
    assert not Article.objects.exists()


def test_the_right_to_add_is_asked_for(client, db):
    user = User.objects.create_user("reader", is_staff=True, password="x")
    client.force_login(user)
    assert client.get(ADD).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="add_article"))
    assert client.get(ADD).status_code == 200
    held = make_article("Words")
    assert client.get(text_address(held)).status_code == 403


def test_the_page_of_an_article_leads_to_a_new_text(curator):
    article = make_article("Words")
    page = curator.get(reverse("admin:articles_article_change", args=[article.pk]))
    assert text_address(article) in page.content.decode()


def test_the_same_bytes_have_the_same_sum_whichever_way_they_come(curator):
    give(curator, TEXT)
    assert ArticleVersion.objects.get().sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert Path(ArticleVersion.objects.get().file_name).suffix == ".txt"
