"""The desk of quotes that need a person: shown, decided, written down, taken back."""

import re

import lxml.html
import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from articles.models import Passage
from entities import checking
from entities.models import Evidence
from tests.articles.test_admin import submit
from tests.entities.test_anchoring import ALPHA, BETA
from tests.makers import make_article, make_evidence

pytestmark = pytest.mark.django_db
DESK = "/admin/desk/evidence/"


@pytest.fixture
def altered(db) -> Evidence:
    """A quote of which only an altered wording is left."""
    one = make_evidence(make_article(f"Opening.\n\n{ALPHA}"), "reduced latency by twelve percent")
    make_evidence(one.article, "Opening", relationship=one.relationship)
    make_article(f"Opening.\n\n{ALPHA.replace('twelve', 'eleven')}\n\nEnd.")
    one.refresh_from_db()
    assert one.state == "needs_person"
    return one


def page(client, query=""):
    response = client.get(DESK + query)
    assert response.status_code == 200
    return lxml.html.fromstring(response.content.decode())


def text_of(element) -> str:
    return " ".join(element.text_content().split())


def do(client, what: str, **fields):
    """Press a button of the form on the page, which holds what the page shows."""
    form = page(client, f"?at={fields.pop('at', '')}").xpath("//form[.//button[@name='do']]")[0]
    data = {name: value or "" for name, value in form.form_values()} | {"do": what} | fields
    return client.post(DESK, data, follow=True)


def first_offer(client) -> str:
    return page(client).xpath("//ol[@id='offers']//button/@value")[0]


def told(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_without_doubt_it_says_that_all_quotes_stand_in_their_context(built, admin_client):
    count = Evidence.objects.count()
    assert f"All {count} quotes stand in their context." in text_of(page(admin_client))


def test_a_quote_in_doubt_is_shown_with_its_place_and_the_difference(altered, admin_client):
    shown = page(admin_client)
    assert "Quote 1 of 1 that needs a person." in text_of(shown)
    assert "Only an altered wording is found." in text_of(shown)
    assert shown.xpath("//blockquote//mark/text()") == [altered.quote]
    (offer,) = shown.xpath("//ol[@id='offers']/li")
    assert [one.text_content().strip() for one in offer.xpath(".//del | .//ins")] == [
        "twelve", "eleven",
    ]  # fmt: skip


def test_choosing_puts_the_quote_exactly_and_history_says_who_did(altered, admin_client):
    response = do(admin_client, first_offer(admin_client))
    altered.refresh_from_db()
    assert (altered.state, altered.quote) == ("ok", "reduced latency by eleven percent")
    assert altered.passage.version.is_current
    assert altered.passage.text[altered.start : altered.end] == altered.quote
    assert altered.before == altered.passage.text[altered.start - 32 : altered.start]
    assert altered.version_sha256 == altered.passage.version.sha256
    last = altered.history.first()
    assert (last.history_user_id, last.history_type, last.quote) == ("admin", "~", altered.quote)
    assert "quotes stand in their context" in response.content.decode()
    assert checking.check_articles([altered.article_id]) == 0


def test_a_choice_among_look_alikes_holds_however_often_it_is_checked(db, admin_client):
    article = make_article(f"{ALPHA}\n\nEnd.")
    one = make_evidence(article, "across all regions.")
    make_article(f"{ALPHA}\n\n{BETA}")
    choice = page(admin_client).xpath("//ol[@id='offers']//button/@value")[0]
    do(admin_client, choice)
    one.refresh_from_db()
    assert (one.state, one.passage.text, one.is_repeated) == ("ok", ALPHA, True)
    checking.check_all()
    one.refresh_from_db()
    assert (one.state, one.passage.text) == ("ok", ALPHA)


def test_undo_takes_the_choice_back_and_the_quote_waits_again(altered, admin_client):
    before = Evidence.objects.filter(pk=altered.pk).values().get()
    do(admin_client, first_offer(admin_client))
    response = do(admin_client, "undo")
    assert "Taken back" in told(response)
    assert Evidence.objects.filter(pk=altered.pk).values().get() == before
    assert "There is nothing to undo." in told(admin_client.post(DESK, {"do": "undo"}, follow=True))


def test_a_quote_is_removed_and_comes_back_but_the_last_one_stays(altered, admin_client):
    before = Evidence.objects.filter(pk=altered.pk).values().get()
    do(admin_client, "remove")
    assert not Evidence.objects.filter(pk=altered.pk).exists()
    do(admin_client, "undo")
    assert Evidence.objects.filter(pk=altered.pk).values().get() == before
    altered.relationship.evidence.exclude(pk=altered.pk).delete()
    assert not page(admin_client).xpath("//button[@value='remove']")
    assert "last quote" in told(do(admin_client, "remove"))
    assert Evidence.objects.filter(pk=altered.pk).exists()


def test_what_comes_back_is_looked_for_in_the_text_as_it_is_now(altered, admin_client):
    do(admin_client, "remove")
    make_article(f"Opening.\n\n{ALPHA}")
    do(admin_client, "undo")
    altered.refresh_from_db()
    assert (altered.state, altered.passage.version.is_current) == ("ok", True)


def test_what_was_changed_since_is_not_taken_back(altered, admin_client):
    do(admin_client, first_offer(admin_client))
    Evidence.objects.filter(pk=altered.pk).update(quote="by eleven percent")
    assert "changed meanwhile" in told(do(admin_client, "undo"))
    altered.refresh_from_db()
    assert altered.quote == "by eleven percent"


def test_a_step_is_taken_back_though_the_article_was_imported_anew_since(altered, admin_client):
    before = Evidence.objects.filter(pk=altered.pk).values().get()
    do(admin_client, first_offer(admin_client))
    make_article(f"Opening.\n\nInserted.\n\n{ALPHA.replace('twelve', 'eleven')}")
    altered.refresh_from_db()
    assert (altered.state, altered.passage.position) == ("ok", 3)
    assert "Taken back" in told(do(admin_client, "undo"))
    assert Evidence.objects.filter(pk=altered.pk).values().get() == before


def test_a_step_that_cannot_be_taken_back_now_is_kept(altered, admin_client):
    do(admin_client, first_offer(admin_client))
    put = Evidence.objects.filter(pk=altered.pk)
    put.update(quote="by eleven percent")
    do(admin_client, "undo")
    put.update(quote="reduced latency by eleven percent")
    assert "Taken back" in told(do(admin_client, "undo"))


def test_the_choice_of_another_curator_is_not_taken_back(db, admin_client):
    article = make_article(f"{ALPHA}\n\nEnd.")
    one = make_evidence(article, "across all regions.")
    make_article(f"{ALPHA}\n\n{BETA}")
    do(admin_client, first_offer(admin_client))
    one.refresh_from_db()
    other = {"passage_number": "2", "_save": "1"}
    address = f"/admin/entities/evidence/{one.pk}/change/"
    submit(admin_client, address, other)
    one.refresh_from_db()
    assert one.passage.text == BETA
    assert "changed meanwhile" in told(do(admin_client, "undo"))
    one.refresh_from_db()
    assert one.passage.text == BETA


def test_what_was_removed_does_not_come_back_on_a_look_alike(db, admin_client):
    article = make_article(f"Opening.\n\n{ALPHA}")
    one = make_evidence(article, "across all regions.", line=3)
    make_evidence(article, "Opening.", relationship=one.relationship)
    make_article(f"Opening.\n\n{ALPHA.replace('regions.', 'regions here.')}")
    do(admin_client, "remove")
    make_article(f"Opening.\n\n{BETA}")
    do(admin_client, "undo")
    one.refresh_from_db()
    assert (one.state, one.passage.text) == ("needs_person", ALPHA)


def test_another_quote_is_found_as_it_is_typed(altered, admin_client):
    make_article(f"Opening.\n\nThe team’s “new” deployment – here – was slow.\n\n{BETA}")
    do(admin_client, "write", quote='team\'s "new" deployment - here')
    altered.refresh_from_db()
    assert (altered.state, altered.quote) == ("ok", "team’s “new” deployment – here")


def test_another_quote_that_is_not_there_is_refused_at_the_field(altered, admin_client):
    wrong = "new deployment reduced costs by eleven percent"
    response = do(admin_client, "write", quote=wrong)
    shown = lxml.html.fromstring(response.content.decode())
    (fault,) = shown.xpath("//ul[contains(@class, 'errorlist')]")
    assert "reduced [costs → latency] by eleven" in text_of(fault)
    assert shown.xpath("//textarea[@name='quote']")[0].text.strip() == wrong
    assert shown.xpath("//@autofocus/../@name") == ["quote"]
    altered.refresh_from_db()
    assert altered.state == "needs_person"


def test_two_curators_at_once_the_second_is_told(altered, admin_client):
    offer = first_offer(admin_client)
    stale = {"do": offer, "at": altered.pk, "seen": "as it was before"}
    response = admin_client.post(DESK, stale, follow=True)
    assert "changed meanwhile" in told(response)
    altered.refresh_from_db()
    assert altered.state == "needs_person"


def test_a_stretch_of_another_article_is_no_choice(altered, admin_client):
    make_article("Quite another text, quite long.", slug="other")
    passage = Passage.objects.get(version__article__slug="other")
    assert "Nothing was done" in told(do(admin_client, f"choose:{passage.pk}:0:5"))
    altered.refresh_from_db()
    assert altered.state == "needs_person"


@pytest.mark.parametrize("posted", ["", "abc", "1:2", "²:1:2", "99999999999999999999:1:2"])
def test_a_choice_that_names_no_place_is_told(posted, altered, admin_client):
    assert "Nothing was done" in told(do(admin_client, f"choose:{posted}"))


@pytest.mark.parametrize("key", ["²", "9" * 30, "9" * 5000])
def test_a_key_that_no_row_has_is_told(key, altered, admin_client):
    assert altered.quote in text_of(page(admin_client, f"?at={key}").get_element_by_id("item"))
    response = admin_client.post(DESK, {"do": "remove", "at": key, "next": ""}, follow=True)
    assert "Nothing was done." in told(response)
    assert Evidence.objects.filter(pk=altered.pk).exists()


def test_a_stretch_that_is_not_proposed_is_no_choice(altered, admin_client):
    passage = Passage.objects.current().get(position=2)
    assert "not proposed any more" in told(do(admin_client, f"choose:{passage.pk}:3:4"))
    altered.refresh_from_db()
    assert altered.state == "needs_person"


def test_a_choice_that_repeats_the_statements_own_quote_is_refused(altered, admin_client):
    make_evidence(
        altered.article, "reduced latency by eleven percent", relationship=altered.relationship
    )
    assert "has this very quote already" in told(do(admin_client, first_offer(admin_client)))


def test_a_quote_wrapped_otherwise_is_the_same_quote(altered, admin_client):
    Evidence.objects.exclude(pk=altered.pk).update(quote="reduced latency\nby eleven percent")
    assert "has this very quote already" in told(do(admin_client, first_offer(admin_client)))


def test_next_and_previous_go_round(altered, admin_client):
    other = make_evidence(altered.article, "Nothing of the kind stands here")
    shown = page(admin_client)
    links = {key: shown.xpath(f"//a[@data-key='{key}']/@href")[0] for key in "jk"}
    assert links["j"] == links["k"]
    first = shown.xpath("//section/@data-evidence")[0]
    second = page(admin_client, links["j"]).xpath("//section/@data-evidence")[0]
    assert {first, second} == {str(altered.pk), str(other.pk)}
    assert "Nothing close to these words" in text_of(page(admin_client, f"?at={other.pk}"))
    response = do(admin_client, "leave", at=first)
    assert response.redirect_chain[0][0] == f"{DESK}?at={second}"


def test_a_quote_in_a_passage_now_left_out_says_so(db, admin_client):
    article = make_article(f"Opening.\n\n{ALPHA}")
    make_evidence(article, "reduced latency")
    Passage.objects.filter(text=ALPHA).update(kind="notice")
    checking.check_articles([article.pk])
    assert "is now a notice, which is left out" in text_of(page(admin_client))


def test_only_who_may_change_evidence_gets_to_the_desk(altered, client):
    assert client.get(DESK).status_code == 302
    user = User.objects.create_user("rita", is_staff=True)
    client.force_login(user)
    assert client.get(DESK).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="change_evidence"))
    assert client.get(DESK).status_code == 200
    assert "may not remove" in told(do(client, "remove"))


def test_every_key_that_is_shown_presses_something(altered, admin_client):
    make_evidence(altered.article, "Nothing of the kind stands here")
    shown = page(admin_client, f"?at={altered.pk}")
    keys = set(shown.xpath("//@data-key"))
    assert {"1", "e", "s", "x", "j", "k", "?"} <= keys
    assert re.search(r"static/js/\S+\.js", admin_client.get(DESK).content.decode())
    assert reverse("admin:desk_evidence") == DESK
