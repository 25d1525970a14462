"""manage.py check_evidence: counts, what needs a person, and how it ends."""

import pytest
from django.core.management import CommandError, call_command

from entities.models import Evidence
from tests.entities.test_anchoring import ALPHA
from tests.makers import make_article, make_evidence

pytestmark = pytest.mark.django_db


@pytest.fixture
def altered() -> Evidence:
    one = make_evidence(make_article(ALPHA), "reduced latency by twelve percent")
    make_evidence(make_article(ALPHA, slug="other"), "reduced latency")
    make_article(ALPHA.replace("twelve", "eleven"))
    return one


def check(capsys, *arguments) -> str:
    call_command("check_evidence", *arguments)
    return capsys.readouterr().out


def test_it_counts_by_state_and_lists_what_needs_a_person(altered, capsys):
    said = check(capsys)
    assert "2 quotes: 1 found in its context, 1 needs a person, 0 no longer found." in said
    assert f"{altered.relationship.slug}: needs a person, in text\n" in said
    assert "“reduced latency by twelve percent”" in said
    assert "in passage 1: reduced latency by [twelve → eleven] percent" in said


def test_it_finds_what_is_out_of_step(altered, capsys):
    Evidence.objects.filter(article__slug="other").update(state="broken")
    assert "1 moved or changed" in check(capsys)
    assert "0 moved or changed" in check(capsys)


def test_only_the_articles_named_are_checked_and_counted(altered, capsys):
    said = check(capsys, "other")
    assert "1 quotes: 1 found in its context" in said.replace("1 quote:", "1 quotes:")
    assert "needs a person, in" not in said


def test_it_fails_only_when_asked_to(altered, capsys):
    check(capsys, "other", "--fail")
    check(capsys)
    with pytest.raises(SystemExit) as stopped:
        check(capsys, "--fail")
    assert stopped.value.code == 1


def test_an_unknown_article_is_a_clear_error(altered, capsys):
    with pytest.raises(CommandError, match="no article with the slug: nope, nowhere"):
        check(capsys, "nope", "text", "nowhere")


def test_nothing_is_lost_by_checking(built, capsys):
    before = Evidence.objects.count()
    assert f"{before} quotes: {before} found in its context" in check(capsys)
    assert Evidence.objects.count() == before
