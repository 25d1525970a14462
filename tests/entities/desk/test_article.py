"""The article desk: statements and names made of selected words, exact to the character."""

from contextlib import contextmanager

import lxml.html
import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.db.models.signals import pre_save
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from entities import checking
from entities.desk.article.laying import lay_out, number_at
from entities.desk.article.writing import free_slug
from entities.models import (
    Entity,
    Evidence,
    Mention,
    MentionDecision,
    Name,
    Note,
    Relationship,
    RelationType,
    UnclaimedName,
)
from entities.models.relationship import FormerStatement
from entities.signals import knowledge_changed
from tests.articles.test_admin import NEWS
from tests.makers import (
    current_passages,
    make_article,
    make_entity,
    make_evidence,
    make_relationship,
)

WRAPPED = "A title\n\nBefore it. Kiel’s “Institute”\n  met Bremen Port\nin May. After it."


@pytest.fixture
def kiel(db) -> Entity:
    return make_entity("Kiel", slug="kiel")


@pytest.fixture
def bremen(db) -> Entity:
    return make_entity("Bremen Port", slug="bremen-port")


@pytest.fixture
def meets(db) -> RelationType:
    return make_type("met", ["organization"], ["organization"])


@pytest.fixture
def wrapped(kiel, bremen) -> Article:
    return make_article(WRAPPED)


def make_type(slug: str, subjects: list[str], objects: list[str], **fields) -> RelationType:
    return RelationType.objects.create(
        slug=slug, label=slug, inverse=f"was {slug} by",
        subject_kinds=subjects, object_kinds=objects, **fields,
    )  # fmt: skip


def desk(article: Article) -> str:
    return reverse("admin:desk_article", args=[article.pk])


def page_of(response) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(response.content.decode())


def selected(article: Article, words: str, position: int = 2) -> dict[str, str]:
    """What the script fills in when these words of a passage are selected."""
    passage = current_passages(article)[position - 1]
    start = passage.text.index(words)
    sha = article.versions.current().get().sha256
    return {"version": sha, "passage": position, "start": start, "end": start + len(words)}


def statement(article: Article, quote: str, place: dict | None = None, **changes) -> dict:
    blank = {"qualifiers-TOTAL_FORMS": "0", "qualifiers-INITIAL_FORMS": "0"}
    names = {"subject_name": "Kiel", "object_name": "Bremen Port"}
    met = RelationType.objects.get(slug="met").pk
    rest = {"type": met, "claim": "reported", "support": "explicit", "reads_as": ""}
    where = selected(article, quote) if place is None else place
    # A browser sends the line breaks of a form as CR LF.
    sent = quote.replace("\n", "\r\n")
    return {"act": "statement", "quote": sent, **blank, **names, **rest, **where, **changes}


def qualifier(**values) -> dict:
    count = {"qualifiers-TOTAL_FORMS": "1"}
    return count | {f"qualifiers-0-{name}": value for name, value in values.items()}


def errors_at(response, field: str) -> str:
    """What is wrong beside a field of a page that was not saved."""
    assert response.status_code == 200, "saved without complaint"
    (box,) = page_of(response).xpath(f"//*[@data-field='{field}'][not(ancestor::template)]")
    return " ".join(" ".join(one.itertext()) for one in box.find_class("errorlist"))


def typed_in(response) -> dict[str, str]:
    """What the form for a statement holds; a browser drops the first line break of a text."""
    (form,) = page_of(response).xpath("//form[@id='statement-form']")
    return {name: value.removeprefix("\n") for name, value in form.form_values()}


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


# The text


def test_the_text_is_the_articles_own_character_for_character(built, admin_client):
    for article in Article.objects.all():
        page = page_of(admin_client.get(desk(article)))
        for passage in current_passages(article):
            (element,) = page.xpath(f"//*[@id='{passage.anchor}']")
            assert element.text_content() == passage.text


def test_breaks_and_signs_of_markup_stand_in_the_text_as_they_are(wrapped, kiel, admin_client):
    signs = make_article("A title\n\nKiel & <b>Bremen\n  Port</b> “met” 'him'.", slug="signs")
    for article in (wrapped, signs):
        (element,) = page_of(admin_client.get(desk(article))).xpath("//*[@id='p2']")
        assert element.text_content() == current_passages(article)[1].text


def test_every_quote_is_marked_with_the_statements_that_rest_on_it(built, admin_client):
    news = Article.objects.get(slug=NEWS)
    response = admin_client.get(desk(news))
    page, numbers = page_of(response), {}
    for one in response.context["text"].resting:
        for evidence, _ in one.quotes:
            numbers.setdefault((evidence.passage.position, evidence.quote), one.number)
    assert len(numbers) > 20
    for (position, quote), number in numbers.items():
        (element,) = page.xpath(f"//*[@id='p{position}']")
        marked = "".join(
            mark.text_content() if str(number) in mark.get("data-statements").split() else "|"
            for mark in element.iter("mark")
        )
        assert quote in marked


def test_pieces_joined_are_the_text_and_tell_what_overlaps():
    text = "One two. Three four."
    quotes = [(0, 7, 1), (4, 14, 2)]
    stretches = list(lay_out(text, [(0, 8), (9, 20)], [(4, 7, "two")], quotes))
    pieces = [piece for stretch in stretches for piece in stretch.pieces]
    assert "".join(piece.text for piece in pieces) == text
    told = {piece.text: [number for _, _, number in piece.quotes] for piece in pieces}
    assert told == {
        "One ": [1], "two": [1, 2], ".": [2], " ": [2], "Three": [2], " four.": []
    }  # fmt: skip
    ending = {piece.text: [one[2] for one in piece.ending] for piece in pieces if piece.ending}
    assert ending == {"two": [1], "Three": [2]}


def test_an_offset_between_two_sentences_belongs_to_the_first():
    assert [number_at([(0, 3), (4, 9)], offset) for offset in (0, 3, 4, 8, 20)] == [1, 1, 2, 2, 2]


def test_names_that_are_ambiguous_or_rejected_show_as_such(wrapped, kiel, admin_client):
    make_entity("Kiel", kind="region", slug="kiel-region")
    make_article(WRAPPED, slug="again")
    again = Article.objects.get(slug="again")
    page = page_of(admin_client.get(desk(again)))
    (name,) = page.xpath("//*[@id='p2']//*[text()='Kiel']")
    assert "is-ambiguous" in name.get("class")
    assert len(name.get("data-mentions").split()) == 2
    mention = Mention.objects.get(passage__version__article=again, entity__slug="kiel-region")
    data = {"act": "mention", "mention": mention.pk, "seen": "ambiguous", "verdict": "accepted"}
    response = admin_client.post(desk(again), data, follow=True)
    assert response.redirect_chain[0][0] == desk(again) + "#p2-s2"
    (name,) = page_of(response).xpath("//*[@id='p2']//*[text()='Kiel']")
    assert "is-accepted kind-region" in name.get("class")
    assert MentionDecision.objects.get(verdict="accepted").decided_by == "admin"


def test_what_is_left_out_is_folded_away(built, admin_client):
    for article in Article.objects.all():
        response = admin_client.get(desk(article))
        left = [one for one in current_passages(article) if not one.is_linkable]
        folded = page_of(response).xpath("//details[@class='left-out']//*[@data-left-out]")
        assert [one.get("id") for one in folded] == [one.anchor for one in left]


def test_a_long_article_asks_as_little_as_a_short_one(db, kiel, admin_client, wrapped):
    paragraph = "Kiel met Bremen Port at number {}. It was the {}th time that Kiel came there."
    long = make_article(
        "A title\n\n" + "\n\n".join(paragraph.format(n, n) for n in range(300)), slug="long"
    )
    counts = []
    for article in (wrapped, long):
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(desk(article))
        counts.append(len(queries))
        assert not [one for one in queries if '"articles_articleversion"."content"' in one["sql"]]
    assert counts == [9, 9]


# Statements


def test_a_statement_is_saved_with_exact_selectors(wrapped, meets, admin_client):
    quote = "Kiel’s “Institute”\n  met Bremen Port\nin May."
    response = admin_client.post(desk(wrapped), statement(wrapped, quote))
    assert (response.status_code, response["Location"]) == (302, desk(wrapped) + "#p2-s2")
    passage = current_passages(wrapped)[1]
    one = Evidence.objects.get()
    assert one.relationship.slug == "kiel--met--bremen-port"
    assert (one.quote, one.passage, one.state) == (quote, passage, "ok")
    assert (one.before, one.after) == ("Before it. ", " After it.")
    assert passage.text[one.start : one.end] == one.quote
    assert one.version_sha256 == wrapped.versions.get().sha256
    assert one.is_repeated is False
    assert checking.check_articles([wrapped.pk]) == 0


def test_of_two_equal_quotes_the_selected_one_is_taken(kiel, bremen, meets, admin_client):
    article = make_article("A title\n\nKiel met Bremen Port. Again Kiel met Bremen Port. 🜚 End.")
    text = current_passages(article)[1].text
    place = selected(article, "Kiel met Bremen Port.")
    start = text.rindex("Kiel met")
    place |= {"start": start, "end": start + len("Kiel met Bremen Port.")}
    admin_client.post(desk(article), statement(article, "Kiel met Bremen Port.", place))
    one = Evidence.objects.get()
    assert (one.start, one.is_repeated, one.state) == (start, True, "ok")
    assert checking.check_articles([article.pk]) == 0


def test_without_script_the_pasted_quote_is_found(wrapped, meets, admin_client):
    quote = "Kiel’s “Institute” met Bremen Port in May."
    response = admin_client.post(desk(wrapped), statement(wrapped, quote, {}))
    assert response.status_code == 302
    assert Evidence.objects.get().quote == "Kiel’s “Institute”\n  met Bremen Port\nin May."


def test_without_script_the_number_of_the_passage_tells_two_equal_quotes_apart(
    kiel, bremen, meets, admin_client
):
    article = make_article("A title\n\nKiel met Bremen Port.\n\nKiel met Bremen Port.")
    data = statement(article, "Kiel met Bremen Port.", {})
    response = admin_client.post(desk(article), data)
    assert "stands in several passages: 2, 3" in errors_at(response, "quote")
    admin_client.post(desk(article), data | {"number": "3"})
    assert Evidence.objects.get().passage.position == 3


def test_a_quote_typed_with_straight_quotes_is_kept_in_the_articles_characters(
    wrapped, meets, admin_client
):
    quote = 'Kiel\'s "Institute" met Bremen Port'
    assert admin_client.post(desk(wrapped), statement(wrapped, quote, {})).status_code == 302
    assert Evidence.objects.get().quote == "Kiel’s “Institute”\n  met Bremen Port"


def test_saving_is_told_to_the_index_and_kept_with_the_curator(wrapped, meets, admin_client):
    heard = []

    def hear(sender, relationship_ids, article_ids, **kwargs):
        heard.append((relationship_ids, article_ids))

    knowledge_changed.connect(hear)
    admin_client.post(desk(wrapped), statement(wrapped, "Before it."))
    knowledge_changed.disconnect(hear)
    made = Relationship.objects.get()
    assert heard == [([made.pk], [wrapped.pk])]
    rows = [made.history.get(), made.evidence.get().history.get()]
    assert [row.history_user_id for row in rows] == ["admin", "admin"]


def test_qualifiers_and_notes_are_saved_along(wrapped, meets, kiel, admin_client):
    note = Note.objects.create(slug="why", verdict="disputed", text="Others say otherwise.")
    changes = {"claim": "disputed", "notes": [note.pk]}
    changes |= qualifier(key="regarding", entity_name="Kiel", remark="in part")
    response = admin_client.post(desk(wrapped), statement(wrapped, "Before it.", **changes))
    assert response.status_code == 302
    made = Relationship.objects.get()
    assert (made.claim, list(made.notes.all())) == ("disputed", [note])
    one = made.qualifiers.get()
    assert (one.key, one.entity, one.remark) == ("regarding", kiel, "in part")
    assert one.history.get().history_user_id == "admin"


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({"object_name": "Kiel"}, "object", "An entity cannot be related to itself."),
        ({"object_name": "Nowhere"}, "object", "No entity held is called “Nowhere”."),
        ({"object_name": ""}, "object", "This field is required."),
        ({"object_name": "May"}, "object", "May is of the kind person; this type takes"),
        ({"type": ""}, "type", "This field is required."),
        ({"claim": "disputed"}, "notes", "A claim that is disputed needs a note"),
        ({"support": "coreference"}, "reads_as", "Say how the quote is to be read"),
        (qualifier(key="start", date="in May"), "qualifiers-0-date", "EDTF"),
        (qualifier(key="start", value="May"), "qualifiers-0-value", "takes an EDTF date"),
        (qualifier(key="of", entity_name="Nix"), "qualifiers-0-entity", "is called “Nix”"),
        (
            {"qualifiers-1-key": "start", "qualifiers-1-date": "2019"}
            | qualifier(key="end", date="2015")
            | {"qualifiers-TOTAL_FORMS": "2"},
            "qualifiers-0-date",
            "It would end before it begins.",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    changes, field, error, wrapped, meets, admin_client
):
    make_entity("May", kind="person")
    data = statement(wrapped, "Before it.", **{"reads_as": "", **changes})
    response = admin_client.post(desk(wrapped), data)
    assert error in errors_at(response, field)
    assert not Relationship.objects.exists()
    kept = typed_in(response)
    names = ("quote", "passage", "start", "end", "version", "subject_name", "object_name", "claim")
    typed = [*names, *(name for name in changes if name.startswith("qualifiers-0"))]
    assert {name: kept.get(name, "") for name in typed} == {name: str(data[name]) for name in typed}


def test_words_typed_in_place_of_those_selected_are_the_ones_that_are_kept(
    kiel, bremen, meets, admin_client
):
    article = make_article("A title\n\nRio Verde met Kiel. Rio Verde Mining would join them.")
    quote = "Rio Verde Mining would join them"
    place = selected(article, "Rio Verde m")
    assert (place["start"], place["end"]) == (0, 11)
    assert admin_client.post(desk(article), statement(article, quote, place)).status_code == 302
    assert Evidence.objects.get().quote == quote


def test_a_reading_that_is_too_long_is_not_asked_for_again(wrapped, meets, admin_client):
    changes = {"support": "coreference", "reads_as": "x" * 301}
    response = admin_client.post(desk(wrapped), statement(wrapped, "Before it.", **changes))
    assert "at most 300 characters" in errors_at(response, "reads_as")
    assert "Say how" not in errors_at(response, "reads_as")


def test_a_quote_that_is_not_in_the_article_is_told_with_what_is_close(
    wrapped, meets, admin_client
):
    data = statement(wrapped, "Kiel’s Institute met Bremen Harbour in May.", {})
    response = admin_client.post(desk(wrapped), data)
    assert "does not stand in the article" in errors_at(response, "quote")
    assert "Bremen Port" in errors_at(response, "quote")


def test_an_ambiguous_name_is_never_guessed_but_its_address_is_taken(
    wrapped, meets, kiel, admin_client
):
    make_entity("Kiel", kind="region", slug="kiel-region")
    data = statement(wrapped, "Before it.")
    response = admin_client.post(desk(wrapped), data)
    assert "kiel-region (region)" in errors_at(response, "subject")
    admin_client.post(desk(wrapped), data | {"subject_name": "kiel"})
    assert Relationship.objects.get().subject == kiel


def test_the_entity_picked_counts_unless_another_name_is_typed_over_it(
    wrapped, meets, kiel, bremen, admin_client
):
    make_entity("Kiel", kind="region", slug="kiel-region")
    picked = {"subject_name": "Kiel", "subject_key": kiel.pk}
    picked |= {"object_name": "Bremen Port", "object_key": kiel.pk}
    admin_client.post(desk(wrapped), statement(wrapped, "Before it.", **picked))
    made = Relationship.objects.get()
    assert (made.subject, made.object) == (kiel, bremen)


def test_a_statement_held_already_is_said_so_and_takes_the_quote(
    wrapped, meets, kiel, bremen, admin_client
):
    held = make_relationship(kiel, bremen, type="met")
    data = statement(wrapped, "Before it.", claim="disputed")
    response = admin_client.post(desk(wrapped), data)
    (button,) = page_of(response).xpath("//*[@id='held']//button")
    assert (button.get("name"), button.get("value")) == ("add_to", str(held.pk))
    assert not Evidence.objects.exists()
    response = admin_client.post(desk(wrapped), data | {"add_to": held.pk}, follow=True)
    assert "One more quote stands under" in said(response)
    assert held.evidence.get().quote == "Before it."
    held.refresh_from_db()
    assert held.claim == "reported"
    again = admin_client.post(desk(wrapped), data | {"add_to": held.pk})
    assert "rests on this quote already" in errors_at(again, "quote")


def test_a_symmetric_statement_is_held_whichever_way_round(wrapped, kiel, bremen, admin_client):
    make_type("met", ["organization"], ["organization"], symmetric=True)
    held = make_relationship(bremen, kiel, type="met")
    response = admin_client.post(desk(wrapped), statement(wrapped, "Before it."))
    assert response.context["statement"].held == held
    assert Relationship.objects.count() == 1


def test_an_article_imported_anew_meanwhile_is_told_and_the_quote_found_again(
    wrapped, meets, admin_client
):
    data = statement(wrapped, "Kiel’s “Institute”\n  met Bremen Port\nin May.")
    make_article(WRAPPED.replace("A title", "A title\n\nA new paragraph."))
    response = admin_client.post(desk(wrapped), data, follow=True)
    assert "The article was imported anew while you worked" in said(response)
    one = Evidence.objects.get()
    assert (one.passage.position, one.passage.version.is_current) == (3, True)
    assert one.state == "ok"


def test_a_quote_that_a_new_import_altered_is_not_saved_and_the_form_kept(
    wrapped, meets, admin_client
):
    data = statement(wrapped, "Kiel’s “Institute”\n  met Bremen Port\nin May.")
    make_article(WRAPPED.replace("in May", "in June"))
    response = admin_client.post(desk(wrapped), data)
    assert "The article was imported anew while you worked" in errors_at(response, "quote")
    assert typed_in(response)["subject_name"] == "Kiel"
    assert not Relationship.objects.exists()


def test_an_address_that_was_once_anothers_is_not_given_again(kiel, bremen, meets):
    other = make_relationship(bremen, kiel, type="met")
    FormerStatement.objects.create(slug="kiel--met--bremen-port", relationship=other)
    assert free_slug(kiel, meets, bremen) == "kiel--met--bremen-port-2"


# Names


def naming(article: Article, words: str, **changes) -> dict:
    where = {f"name-{name}": value for name, value in selected(article, words).items()}
    rest = {"name-text": words, "name-language": "en", "name-links": "on"}
    return {"act": "name", **where, **rest, **changes}


def making(article: Article, words: str, **changes) -> dict:
    where = {f"new-{name}": value for name, value in selected(article, words).items()}
    rest = {"new-text": words, "new-name": words, "new-language": "en", "new-links": "on"}
    kind = {"new-kind": "organization", "new-slug": "the-institute", "new-description": "A house."}
    return {"act": "entity", **where, **rest, **kind, **changes}


def test_selected_words_become_a_name_and_mentions_appear(wrapped, kiel, admin_client):
    data = naming(wrapped, "“Institute”", **{"name-entity_name": "Kiel", "name-text": "Institute"})
    response = admin_client.post(desk(wrapped), data, follow=True)
    assert "“Institute” is a name of" in said(response)
    assert kiel.names.get(text="Institute").history.get().history_user_id == "admin"
    assert kiel.mentions.filter(surface="Institute", status="found").exists()


def test_a_new_entity_is_made_of_selected_words_and_linked(wrapped, admin_client):
    response = admin_client.post(desk(wrapped), making(wrapped, "Institute"), follow=True)
    assert response.redirect_chain[0][0] == desk(wrapped) + "#p2-s2"
    made = Entity.objects.get(slug="the-institute")
    assert (made.kind, made.description) == ("organization", "A house.")
    assert made.history.get().history_user_id == "admin"
    mention = made.mentions.get()
    assert (mention.surface, mention.passage.position) == ("Institute", 2)
    assert wrapped.links.get(entity=made).mention_count == 1


def test_an_address_that_is_taken_is_said_at_its_field(wrapped, kiel, admin_client):
    data = making(wrapped, "Institute", **{"new-slug": "kiel"})
    response = admin_client.post(desk(wrapped), data)
    assert "already exists" in errors_at(response, "new-slug")
    assert Entity.objects.count() == 2


def test_a_name_that_another_entity_has_waits_for_a_curator_but_where_it_was_chosen(
    wrapped, kiel, bremen, admin_client
):
    make_article("Another\n\nKiel is here, too.", slug="other")
    data = naming(wrapped, "Kiel", **{"name-entity_name": "bremen-port"})
    response = admin_client.post(desk(wrapped), data, follow=True)
    assert "is a name of Kiel, too" in said(response)
    here = Mention.objects.of_articles([wrapped.pk]).filter(surface="Kiel")
    assert dict(here.values_list("entity", "status")) == {
        kiel.pk: "rejected", bremen.pk: "accepted"
    }  # fmt: skip
    elsewhere = Mention.objects.filter(passage__version__article__slug="other", surface="Kiel")
    assert set(elsewhere.values_list("status", flat=True)) == {"ambiguous"}


def test_words_within_a_longer_name_are_told_of(wrapped, kiel, admin_client):
    data = naming(wrapped, "Bremen", **{"name-entity_name": "Kiel"})
    response = admin_client.post(desk(wrapped), data, follow=True)
    assert "they stand within a longer name or word" in said(response)


def test_a_symbol_never_becomes_a_name_that_links(wrapped, admin_client):
    make_entity("Yttrium", kind="element", symbol="Y")
    data = naming(wrapped, "Kiel", **{"name-entity_name": "Yttrium", "name-text": "Y"})
    response = admin_client.post(desk(wrapped), data)
    assert "The symbol Y never links" in errors_at(response, "name-text")


@pytest.mark.parametrize("language", ["", "no such language!", "klingon lang", "x" * 36, "日本"])
def test_a_language_that_is_none_is_said_at_its_field_and_nothing_typed_is_lost(
    language, wrapped, admin_client
):
    given = {"name-entity_name": "Kiel", "name-text": "Kiel House", "name-language": language}
    response = admin_client.post(desk(wrapped), naming(wrapped, "Kiel", **given))
    assert errors_at(response, "name-language")
    (form,) = page_of(response).xpath("//form[@id='name-form']")
    assert {name: form.fields[name] or "" for name in given} == given
    response = admin_client.post(
        desk(wrapped), making(wrapped, "Institute", **{"new-language": language})
    )
    assert errors_at(response, "new-language")
    assert not Name.objects.filter(text__in=("Kiel House", "Institute")).exists()


# Names in the text, decided


def deciding(mention: Mention, verdict: str) -> dict:
    seen = {"mention": mention.pk, "seen": mention.status}
    return {"act": "mention", "verdict": verdict, **seen}


def test_what_another_curator_decided_meanwhile_is_told_and_stays(wrapped, kiel, admin_client):
    mention = kiel.mentions.get()
    first, second = deciding(mention, "rejected"), deciding(mention, "accepted")
    admin_client.post(desk(wrapped), first)
    other = Client()
    other.force_login(User.objects.create_superuser("other"))
    response = other.post(desk(wrapped), second, follow=True)
    assert "“Kiel” was decided meanwhile by admin." in said(response)
    assert response.redirect_chain[0][0] == desk(wrapped) + "#p2-s2"
    held = MentionDecision.objects.get()
    assert (held.verdict, held.decided_by) == ("rejected", "admin")
    mention.refresh_from_db()
    other.post(desk(wrapped), deciding(mention, ""))
    assert not MentionDecision.objects.exists()


@pytest.mark.parametrize("key", ["9" * 5000, "9" * 30, "one", "", "²"])
def test_a_forged_key_of_a_name_decides_nothing(key, wrapped, kiel, admin_client):
    data = deciding(kiel.mentions.get(), "rejected") | {"mention": key}
    response = admin_client.post(desk(wrapped), data, follow=True)
    assert "not in the article any more" in said(response)
    assert not MentionDecision.objects.exists()


# Another curator at the same moment


@contextmanager
def meanwhile(model, make):
    """Once, between the check of a form and the saving of such a row, `make` another."""

    def hear(sender, instance, **kwargs):
        pre_save.disconnect(hear, model)
        make(instance)

    pre_save.connect(hear, model)
    yield
    assert not pre_save.disconnect(hear, model), "no such row was saved"


def same(row) -> None:
    """The same row, as another connection would make it: no signal, no history."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    type(row).objects.bulk_create([type(row)(**values | {"id": None})])


def test_a_statement_that_another_makes_at_the_same_moment_ends_in_no_error(
    wrapped, meets, admin_client
):
    data = statement(wrapped, "Before it.")
    with meanwhile(Relationship, same):
        response = admin_client.post(desk(wrapped), data, follow=True)
    assert "Kiel met Bremen Port</a>." in said(response)
    assert Relationship.objects.get().evidence.get().quote == "Before it."


def test_an_entity_that_another_makes_at_the_same_moment_ends_in_no_error(wrapped, admin_client):
    with meanwhile(Entity, same):
        response = admin_client.post(desk(wrapped), making(wrapped, "Institute"), follow=True)
    assert "“Institute” is a name of" in said(response)
    assert Entity.objects.filter(slug="the-institute").count() == 1


# Suggestions, and who may


def test_suggestions_put_the_closest_name_first(built, admin_client):
    address = reverse("admin:desk_entities")
    found = admin_client.get(address, {"q": "namibia"}).json()["entities"]
    assert found[0]["slug"] == "namibia"
    assert "namibia-critical-metals" in [one["slug"] for one in found]
    assert len({one["key"] for one in found}) == len(found)
    assert admin_client.get(address, {"q": " "}).json() == {"entities": []}


def member(role: str) -> User:
    user = User.objects.create_user("member", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.mark.parametrize(("role", "status"), [("Reviewers", 403), ("Curators", 200)])
def test_the_desk_is_the_curators(role, status, wrapped, client):
    client.force_login(member(role))
    assert client.get(desk(wrapped)).status_code == status
    assert client.post(desk(wrapped), {"act": "name"}).status_code == status
    assert client.get(reverse("admin:desk_entities")).status_code == status


def test_the_page_of_an_article_in_admin_leads_to_its_desk(wrapped, admin_client):
    page = page_of(admin_client.get(reverse("admin:articles_article_change", args=[wrapped.pk])))
    (link,) = page.xpath("//a[text()='Article desk']")
    assert link.get("href") == desk(wrapped)


LEADING = ["admin:articles_article_changelist", "admin:desk_review", "admin:desk_names"]


def leads_to(client, url_name: str) -> set[str]:
    links = page_of(client.get(reverse(url_name))).xpath("//a/@href")
    return {link.partition("#")[0] for link in links}


@pytest.mark.parametrize("screen", LEADING)
def test_wherever_a_curator_meets_an_article_its_desk_is_one_step_away(
    screen, wrapped, admin_client
):
    passage = current_passages(wrapped)[1]
    counts = {"article_count": 2, "mention_count": 2}
    UnclaimedName.objects.create(text="Institute", passage=passage, **counts)
    assert desk(wrapped) in leads_to(admin_client, screen)


@pytest.mark.parametrize("screen", LEADING[:2])
def test_a_reviewer_is_led_to_no_desk(screen, wrapped, client):
    client.force_login(member("Reviewers"))
    assert desk(wrapped) not in leads_to(client, screen)


def test_the_front_page_leads_to_the_articles_and_so_to_their_desks(db, admin_client):
    page = page_of(admin_client.get(reverse("admin:index")))
    (link,) = page.xpath("//nav[@class='screens']//a[strong='Article desk']")
    assert link.get("href") == reverse("admin:articles_article_changelist")


def test_each_act_asks_for_its_own_right(wrapped, client):
    curator = User.objects.create_user("curator", is_staff=True)
    curator.user_permissions.set(Permission.objects.filter(codename="add_relationship"))
    client.force_login(curator)
    assert client.get(desk(wrapped)).status_code == 200
    for act in ("name", "entity", "mention", "anything"):
        assert client.post(desk(wrapped), {"act": act}).status_code == 403


def test_an_article_without_evidence_or_text_opens(db, admin_client):
    article = make_article("A title")
    assert admin_client.get(desk(article)).status_code == 200
    make_evidence(article, "A title")
    page = page_of(admin_client.get(desk(article)))
    assert page.xpath("//*[@data-statement='1']")
