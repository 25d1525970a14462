"""The corpus in admin, on the real seeds."""

from collections import defaultdict

import lxml.html
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from simple_history.models import HistoricalChanges

from articles.admin import MOST_PASSAGES
from articles.models import (
    Article,
    ArticleVersion,
    Collection,
    Membership,
    Passage,
    PassageKind,
)
from articles.signals import article_changed
from entities.models import Evidence, Mention
from tests.makers import current_passages, kinds_of, make_article, make_evidence

NEWS = "japan-namibia-rare-earths-exploration-deal"


def recorded_models(app: str) -> list:
    """The models of an app, without those of its history."""
    models = apps.get_app_config(app).get_models()
    return [model for model in models if not issubclass(model, HistoricalChanges)]


MODELS = recorded_models("articles")
# What a page asks of the database, however many rows it shows.
MOST_QUERIES = 12


def url(row_or_model, page: str) -> str:
    meta = row_or_model._meta
    args = [] if isinstance(row_or_model, type) else [row_or_model.pk]
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=args)


def form_of(client, address: str) -> dict[str, list[str]]:
    """What a browser would send of the form on this page, were nothing changed."""
    response = client.get(address)
    assert response.status_code == 200
    forms = lxml.html.fromstring(response.content.decode()).forms
    (form,) = [form for form in forms if (form.get("id") or "").endswith("_form")]
    for box in form.xpath(".//input[not(@value) and not(@type='checkbox')]"):
        box.set("value", "")
    data = defaultdict(list)
    for name, value in form.form_values():
        data[name].append(value)
    return data


def submit(client, address: str, changes: dict | None = None, rows: dict | None = None):
    """Send the form of a page with `changes`, and with `rows` added to inlines by prefix."""
    data = form_of(client, address)
    for prefix, values in (rows or {}).items():
        number = int(data[f"{prefix}-TOTAL_FORMS"][0])
        template = f"{prefix}-__prefix__-"
        blank = {name.removeprefix(template): data[name] for name in data if template in name}
        data[f"{prefix}-TOTAL_FORMS"] = [str(number + 1)]
        data |= {f"{prefix}-{number}-{name}": value for name, value in {**blank, **values}.items()}
    return client.post(address, {**data, **(changes or {}), "_save": "Save"})


def errors_in(response) -> str:
    """The errors on a page that was not saved."""
    assert response.status_code == 200, "saved without complaint"
    page = lxml.html.fromstring(response.content.decode())
    return " ".join(" ".join(one.itertext()) for one in page.find_class("errorlist"))


def errors_at(response, field: str) -> str:
    """The errors beside one field of a page that was not saved."""
    assert response.status_code == 200, "saved without complaint"
    page = lxml.html.fromstring(response.content.decode())
    cells = page.xpath(f"//*[contains(concat(' ', @class, ' '), ' field-{field} ')]")
    return " ".join(
        " ".join(one.itertext()) for cell in cells for one in cell.find_class("errorlist")
    )


def act(client, model, action: str, rows, **more):
    """Choose rows in a list and run an action on them."""
    chosen = {"action": action, "_selected_action": [row.pk for row in rows], "index": "0"}
    return client.post(url(model, "changelist"), chosen | more, follow=True)


@pytest.fixture
def news(built) -> Article:
    return Article.objects.get(slug=NEWS)


@pytest.fixture
def heard():
    """The ids of each `article_changed` sent."""
    sent = []

    def receive(sender, article_ids, **kwargs):
        sent.append(article_ids)

    article_changed.connect(receive)
    yield sent
    article_changed.disconnect(receive)


def passage(article: Article, position: int) -> Passage:
    return Passage.objects.current().of_articles([article.pk]).get(position=position)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_page_of_a_model_opens(model, built, admin_client):
    if model is Membership:
        Membership.objects.create(
            collection=Collection.objects.get(), article=Article.objects.first(), position=1
        )
    assert admin_client.get(url(model, "changelist")).status_code == 200
    assert admin_client.get(url(model, "changelist"), {"q": "namibia"}).status_code == 200
    assert admin_client.get(url(model.objects.first(), "change")).status_code == 200
    by_importer = "CandidateOrigin", "ArticleVersion", "Passage"
    expected = 403 if model.__name__ in by_importer else 200
    assert admin_client.get(url(model, "add")).status_code == expected


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_list_asks_little_and_never_for_the_bytes(model, built, admin_client):
    for number in range(15):
        make_article(f"Title\n\nText {number}.", slug=f"text-{number}")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert admin_client.get(url(model, "changelist")).status_code == 200
    assert len(queries) <= MOST_QUERIES
    assert not [one for one in queries if '"articles_articleversion"."content"' in one["sql"]]


def test_the_article_page_asks_little_and_never_for_the_bytes(news, admin_client):
    with CaptureQueriesContext(connection) as queries:
        admin_client.get(url(news, "change"))
    assert len(queries) <= 2 * MOST_QUERIES
    assert not [one for one in queries if '"articles_articleversion"."content"' in one["sql"]]


def test_an_article_shows_its_passages_with_their_text_fixed_and_their_kind_open(
    news, admin_client
):
    page = lxml.html.fromstring(admin_client.get(url(news, "change")).content.decode())
    cells = page.get_element_by_id("passages-group").find_class("field-text")
    shown = [cell.text_content().strip() for cell in cells]
    assert shown == [one.text for one in current_passages(news)]
    data = form_of(admin_client, url(news, "change"))
    assert data["passages-0-kind"] == ["title"]
    assert "passages-0-text" not in data


def test_a_saved_article_is_announced_once(news, admin_client, heard):
    response = submit(
        admin_client,
        url(news, "change"),
        {"publisher": "A publisher", "passages-1-kind": "promo", "candidate_origin-0-status": "?"},
    )
    assert response.status_code == 302
    assert heard == [[news.pk]]
    news.refresh_from_db()
    assert news.publisher == "A publisher"
    assert news.candidate_origin.status == "?"
    assert passage(news, 2).kind == PassageKind.PROMO


def test_a_kind_given_in_admin_drops_the_mentions_there_and_survives_the_build(news, admin_client):
    last = passage(news, 8)
    assert last.mentions.count() == 4
    submit(admin_client, url(news, "change"), {"passages-7-kind": "promo"})
    call_command("build")
    last.refresh_from_db()
    assert (last.kind, last.proposed_kind) == (PassageKind.PROMO, PassageKind.BODY)
    assert not last.mentions.exists()


def test_evidence_in_a_passage_that_is_no_longer_of_the_article_is_not_sound(news, admin_client):
    resting = Evidence.objects.filter(passage=passage(news, 2))
    assert set(resting.values_list("state", flat=True)) == {"ok"}
    submit(admin_client, url(news, "change"), {"passages-1-kind": "promo"})
    assert "ok" not in resting.values_list("state", flat=True)


def test_a_kind_given_back_brings_the_mentions_back(news, admin_client):
    before = set(Mention.objects.values_list("passage", "start", "entity"))
    submit(admin_client, url(news, "change"), {"passages-1-kind": "promo"})
    submit(admin_client, url(news, "change"), {"passages-1-kind": "body"})
    assert set(Mention.objects.values_list("passage", "start", "entity")) == before


def test_an_unknown_kind_is_refused(news, admin_client):
    response = submit(admin_client, url(news, "change"), {"passages-1-kind": "poem"})
    assert "poem" in errors_at(response, "kind")
    assert passage(news, 2).kind == PassageKind.BODY


def test_no_passage_can_be_slipped_into_the_form(news, admin_client):
    before = Passage.objects.count()
    submit(admin_client, url(news, "change"), rows={"passages": {"kind": "body", "text": "New"}})
    assert Passage.objects.count() == before


def test_a_page_opened_before_an_import_gives_no_kind_to_other_passages(db, admin_client):
    article = make_article("A title\n\nFirst text.\n\nSecond text.")
    data = form_of(admin_client, url(article, "change")) | {"passages-1-kind": "promo"}
    make_article("A title\n\nText put first.\n\nFirst text.\n\nSecond text.")
    response = admin_client.post(url(article, "change"), data)
    assert "changed while you had it open" in errors_in(response)
    assert "promo" not in kinds_of(article)


def test_many_passages_are_marked_at_once(news, admin_client, heard):
    rows = [passage(news, 2), passage(news, 3)]
    response = act(admin_client, Passage, "mark_promo", rows)
    assert "2 passages marked as promotion." in response.content.decode()
    assert heard == [[news.pk]]
    assert not Mention.objects.filter(passage__in=rows).exists()


def test_the_kind_of_one_passage_can_be_changed_on_its_own_page(news, admin_client, heard):
    submit(admin_client, url(passage(news, 2), "change"), {"kind": "notice"})
    assert passage(news, 2).kind == PassageKind.NOTICE
    assert heard == [[news.pk]]


def test_passages_of_an_earlier_version_are_not_changed(built, admin_client):
    article = make_article("Title\n\nFirst text.")
    old = passage(article, 2)
    make_article("Title\n\nSecond text.")
    assert admin_client.post(url(old, "change"), {"kind": "promo"}).status_code == 403
    act(admin_client, Passage, "mark_promo", [old])
    old.refresh_from_db()
    assert old.kind == PassageKind.BODY


def test_a_long_article_leads_to_the_list_of_its_passages_instead(db, admin_client):
    text = "\n\n".join(
        f"Sentence number {number} stands alone." for number in range(MOST_PASSAGES + 1)
    )
    article = make_article(text)
    address = url(article, "change")
    assert "passages-TOTAL_FORMS" not in form_of(admin_client, address)
    page = admin_client.get(address).content.decode()
    assert f"{MOST_PASSAGES + 1} passages</a>" in page
    assert submit(admin_client, address, {"title": "A title"}).status_code == 302
    article.refresh_from_db()
    assert article.title == "A title"


def test_a_list_of_texts_is_written_one_a_line(news, admin_client):
    submit(admin_client, url(news, "change"), {"references_not_held": " One\r\n\r\nTwo "})
    news.refresh_from_db()
    assert news.references_not_held == ["One", "Two"]
    assert len(news.site_markers) == 3


def test_a_date_that_is_none_is_refused_at_its_field(news, admin_client):
    response = submit(admin_client, url(news, "change"), {"published": "last spring"})
    assert "not an EDTF date" in errors_at(response, "published")


def test_the_address_of_an_article_is_fixed(news, admin_client):
    submit(admin_client, url(news, "change"), {"slug": "other"})
    news.refresh_from_db()
    assert news.slug == NEWS


def test_versions_are_neither_changed_nor_deleted_by_themselves(news, admin_client):
    version = news.versions.get()
    assert admin_client.post(url(version, "change"), {"file_name": "x"}).status_code == 403
    assert admin_client.post(url(version, "delete"), {"post": "yes"}).status_code == 403
    act(admin_client, ArticleVersion, "delete_selected", [version], post="yes")
    assert news.versions.count() == 1


def test_an_article_that_evidence_rests_on_is_not_deleted(news, admin_client):
    response = admin_client.post(url(news, "delete"), {"post": "yes"})
    page = response.content.decode()
    assert "Cannot delete article" in page
    assert "JOGMEC is already involved in a partnership" in page
    assert Article.objects.filter(pk=news.pk).exists()


def test_articles_that_evidence_rests_on_are_not_deleted_from_the_list_either(news, admin_client):
    response = act(admin_client, Article, "delete_selected", [news], post="yes")
    assert "Cannot delete article" in response.content.decode()
    assert Article.objects.filter(pk=news.pk).exists()


def test_an_article_that_a_collection_holds_is_not_deleted(built, admin_client):
    article = make_article("Title\n\nText.")
    collection = Collection.objects.get()
    Membership.objects.create(collection=collection, article=article, position=1)
    page = admin_client.get(url(article, "delete")).content.decode()
    assert "Cannot delete article" in page
    assert "Membership: " in page


def test_an_article_that_nothing_rests_on_is_deleted_with_its_parts(built, admin_client, heard):
    article = make_article("Title\n\nNamibia is named here.")
    heard.clear()
    response = admin_client.post(url(article, "delete"), {"post": "yes"})
    assert response.status_code == 302
    assert not Article.objects.filter(pk=article.pk).exists()
    assert heard == [[article.pk]]


def test_a_member_without_a_position_goes_to_the_end(news, admin_client):
    collection = Collection.objects.get()
    Membership.objects.create(collection=collection, article=news, position=4)
    other = Article.objects.exclude(pk=news.pk).get()
    response = submit(
        admin_client, url(collection, "change"), {"membership_set-1-article": str(other.pk)}
    )
    assert response.status_code == 302
    assert Membership.objects.get(article=other).position == 5


def test_a_position_is_not_taken_from_a_member_that_has_one(news, admin_client):
    collection = Collection.objects.get()
    Membership.objects.create(collection=collection, article=news, position=4)
    changes = {"membership_set-0-position": ""}
    assert errors_at(submit(admin_client, url(collection, "change"), changes), "position")


def test_announced_pieces_change_places(built, admin_client):
    collection = Collection.objects.get()
    first, second = collection.announced.all()
    changes = {"announced-0-position": "2", "announced-1-position": "1"}
    assert submit(admin_client, url(collection, "change"), changes).status_code == 302
    assert list(collection.announced.all()) == [second, first]
    changes = {"announced-0-DELETE": "on", "announced-1-position": "1"}
    assert submit(admin_client, url(collection, "change"), changes).status_code == 302
    assert collection.announced.get().position == 1


def test_rows_are_narrowed_to_one_article_by_a_filter(news, admin_client):
    other = make_article("Title\n\nText.")
    address = url(Passage, "changelist")
    found = admin_client.get(address, {"article": other.pk}).context["cl"].result_count
    assert found == 2
    assert admin_client.get(address, {"article": "nonsense"}).status_code == 200


def test_evidence_kept_by_its_article_stands_on_the_refusal_page(built, admin_client):
    article = make_article("Title\n\nA sentence that counts.")
    make_evidence(article, "sentence that counts")
    page = admin_client.get(url(article, "delete")).content.decode()
    assert "sentence that counts" in page
