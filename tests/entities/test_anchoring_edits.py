"""Quotes through tens of thousands of edits: none moves in silence, none is lost.

The oracle of `edits` follows the characters themselves and shares no code with what it checks.
"""

from collections import Counter
from dataclasses import replace
from os import environ
from random import Random

import pytest

from articles.models import Passage
from entities.anchoring import anchor, select
from entities.models import Evidence
from tests.entities.edits import (
    Document,
    Editor,
    Paragraph,
    Quoted,
    articles,
    find_ids,
    is_untouched,
    quotes,
    some_case,
)
from tests.makers import make_article, make_entity, make_evidence, make_relationship
from tests.soaking import times

EDITS = times(5_000, 20_000)
# Beside both databases, though half of it asks for none: it is what the portal promises.
pytestmark = pytest.mark.django_db
SEED = int(environ.get("EDITS_SEED", "20221108"))
STEPS = 6


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document]


def verdict(quoted: Quoted, before: Document, after: Document) -> str:
    """What must become of a quote: "stays", "waits" for a person, or "either"."""
    around = quoted.around(before)
    own = find_ids(quoted.ids(before), after)
    if own is None or not around.is_at(own, after):
        return "waits"
    if around.times_in(before) > 1 or around.times_in(after) > 1:
        return "either"
    return "stays" if is_untouched(quoted, before, after) else "either"


@pytest.fixture
def show(capsys):
    def show(what: str, tally: Counter) -> None:
        listed = ", ".join(f"{tally[name]:,} {name}" for name in sorted(tally))
        with capsys.disabled():
            print(f"\n{what} (EDITS_SEED={SEED}): {listed}")

    return show


def test_no_quote_moves_in_silence_through_thousands_of_edits(show):
    random, tally = Random(SEED), Counter()
    while tally["edits"] < EDITS:
        follow_a_quote(random, tally)
    show("Anchoring", tally)
    assert min(tally["untouched"], tally["lost from their context"]) > EDITS / 5
    assert tally["untouched that stayed ok"] >= 0.999 * tally["untouched"]


def follow_a_quote(random: Random, tally: Counter) -> None:
    """Edit a text again and again for as long as its quote stays ok."""
    document, quoted = some_case(random)
    editor, ids = Editor(random), quoted.ids(document)
    if quoted.around(document).times_in(document) > 1:
        tally["look-alikes in the same context"] += 1
    for _ in range(STEPS):
        name, edited = editor.edit(document, quoted)
        tally["edits"] += 1
        text = document[quoted.index].text
        selector = select(text, quoted.start, quoted.end)
        answer = anchor(selector, texts(edited), former=texts(document))
        case = (SEED, tally["edits"], name, selector)
        due = verdict(quoted, document, edited)
        if due == "waits":
            tally["lost from their context"] += 1
            assert answer.state in ("needs_person", "broken"), case
        if due == "stays":
            tally["untouched"] += 1
            tally["untouched that stayed ok"] += answer.state == "ok"
        if answer.state != "ok":
            tally[answer.state] += 1
            assert answer.place is None, case
            return
        tally["ok"] += 1
        quoted = Quoted(answer.place.index, answer.place.start, answer.place.end)
        document = edited
        assert quoted.ids(document) == ids, case


# --- through the database: the bytes imported again and again, the rows looked at


IMPORTS, CHAIN, QUOTES = times(48, 200), 8, 8


class Followed:
    """An article under edit, with quotes of which the oracle knows the characters."""

    def __init__(self, random: Random, slug: str):
        self.slug, self.editor = slug, Editor(random)
        source = random.choice(quotes())[0]
        cases = [case for case in quotes() if case[0] == source]
        # What follows the article proper is other stories, left out wherever they are moved.
        lines = articles()[source][: max(line for _, line, _ in cases)]
        self.document = [Paragraph.of(text) for text in lines if text.strip()]
        article = make_article(in_file(self.document), slug=slug)
        relationship = make_relationship(make_entity(f"A {slug}"), make_entity(f"B {slug}"))
        self.quoted, self.ids = {}, {}
        for _, line, words in random.sample(cases, QUOTES):
            index = sum(bool(text.strip()) for text in lines[: line - 1])
            one = make_evidence(article, words, relationship=relationship, line=2 * index + 1)
            start = self.document[index].text.index(words)
            self.quoted[one.pk] = Quoted(index, start, start + len(words))
            self.ids[one.pk] = self.quoted[one.pk].ids(self.document)

    def edit(self, aim: int) -> tuple[Document, Document]:
        before, quoted = self.document, self.quoted[aim]
        # Of a quote that is lost, the paragraph may be gone.
        quoted = replace(quoted, index=min(quoted.index, len(before) - 1))
        _, self.document = self.editor.edit(before, quoted)
        make_article(in_file(self.document), slug=self.slug)
        return before, self.document


def in_file(document: Document) -> str:
    return "\n\n".join(texts(document))


def ids_at(evidence: Evidence, document: Document) -> list[int]:
    """The characters a row points to, found by its line in the file."""
    spaces = Paragraph("\n\n", [0, 0])
    whole = sum((one + spaces for one in document[1:]), document[0] + spaces)
    lines = whole.text.split("\n")[: evidence.passage.line - 1]
    offset = sum(len(line) + 1 for line in lines)
    return Quoted(0, offset + evidence.start, offset + evidence.end).ids([whole])


@pytest.mark.django_db
def test_no_row_moves_in_silence_or_is_lost_through_hundreds_of_imports(show):
    random, tally = Random(SEED), Counter()
    for number in range(IMPORTS // CHAIN):
        followed = Followed(random, f"text-{number}")
        for _ in range(CHAIN):
            import_and_look(followed, random, tally)
    show("Imports", tally)
    assert tally["untouched"] > 2 * IMPORTS
    assert tally["lost from their context"] > IMPORTS / 5
    assert tally["untouched that stayed ok"] >= 0.999 * tally["untouched"]


def import_and_look(followed: Followed, random: Random, tally: Counter) -> None:
    was = dict(Evidence.objects.values_list("pk", "state"))
    before, after = followed.edit(random.choice(list(followed.quoted)))
    tally["imports"] += 1
    rows = Evidence.objects.filter(article__slug=followed.slug).select_related("passage__version")
    assert {one.pk for one in rows} == set(followed.quoted)
    for one in rows:
        look_at(one, was[one.pk] == "ok", followed, before, after, tally)


def look_at(one: Evidence, was_ok: bool, followed: Followed, before, after, tally) -> None:
    tally["quotes looked at"] += 1
    tally[one.state] += 1
    case = (SEED, tally["imports"], one.state, one.quote)
    if one.state == "ok":
        assert one.passage.version.is_current, case
        assert ids_at(one, after) == followed.ids[one.pk], case
    else:
        # What is lost still shows the words where they stood.
        assert one.passage.text[one.start : one.end] == one.quote, case
    due = verdict(followed.quoted[one.pk], before, after) if was_ok else ""
    if due == "waits":
        tally["lost from their context"] += 1
        assert one.state != "ok", case
    if due == "stays" and one.state != "ok" and is_left_out(one):
        tally["untouched, in what is now left out of the article"] += 1
    elif due == "stays":
        tally["untouched"] += 1
        tally["untouched that stayed ok"] += one.state == "ok"
    followed.quoted[one.pk] = find_ids(followed.ids[one.pk], after) or followed.quoted[one.pk]


def is_left_out(one: Evidence) -> bool:
    """Moved to the end, a paragraph may be taken for another story: then it carries no quote."""
    passages = Passage.objects.current().of_articles([one.article_id])
    return one.quote not in "".join(passages.linkable().values_list("text", flat=True))
