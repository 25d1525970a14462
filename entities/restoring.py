"""Quotes that come back, from history or by an undo: to the place they had, or to a person."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from articles.curating.changes import DELETED, Part, standing
from articles.whitespace import fold
from entities import checking
from entities.journal import CHANGED, Step, row_of, values_of
from entities.models import Evidence, EvidenceState
from entities.standing import texts_of


def as_it_stood(relationship: int, article: int, quote: str, at: datetime) -> Evidence | None:
    """These words with the place that history knows of them, found anew in the text as it is now.

    None where the statement never rested on them.
    """
    words = fold(quote).text
    records = [
        record
        for record in Part(Evidence, "relationship").records_of(relationship)
        if record.article_id == article and fold(record.quote).text == words
    ]
    if not records:
        return None
    one = standing(record_at(records, at))
    # Whatever was not checked in the meantime is not followed: it may only have come back.
    one.state = EvidenceState.NEEDS_PERSON
    checking.check(one, texts_of([one]))
    return one


def record_at(records: Sequence, at: datetime):
    """How it stood at a moment. What machines did before it went, only its last record has."""
    earlier = [record for record in records if record.history_date <= at]
    later = records[len(earlier) :]
    if later and (not earlier or later[0].history_type == DELETED):
        return later[0]
    return earlier[-1]


def check_restored(steps: Iterable[Step]) -> None:
    """Check the quotes to which these steps, taken back, have given a place."""
    keys = [step["pk"] for step in steps if is_placed(step["model"], step["before"])]
    restored = Evidence.objects.filter(pk__in=keys)
    gone = restored.exclude(passage__version__is_current=True)
    gone.filter(state=EvidenceState.OK).update(state=EvidenceState.NEEDS_PERSON)
    checking.check_articles(sorted(set(restored.values_list("article", flat=True))))


def is_placed(model: str, values: dict | None) -> bool:
    return model == "entities.evidence" and "passage" in (values or {})


def caught_up(step: Step) -> Step:
    """The step, with the place to which the check took the quote that it put: nobody's edit."""
    row = row_of(step)
    is_put = step["did"] == CHANGED and is_placed(step["model"], step["after"])
    if not (row and is_put and is_only_checked(row, step["after"])):
        return step
    now = values_of(row)
    return step | {"after": {name: now[name] for name in step["after"]}}


def is_only_checked(row: Evidence, left: dict) -> bool:
    """Whether it has the words that a step left it with, and no curator put it anywhere since."""
    last = row.history.exclude(history_user_id=None).first()
    put = values_of(last.instance) if last else left
    has_words = fold(row.quote).text == fold(left["quote"]).text
    return has_words and all(put[name] == left[name] for name in ("quote", "passage", "start"))
