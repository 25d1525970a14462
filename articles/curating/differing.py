"""What stands otherwise on an admin page than it did, and who did it."""

from collections.abc import Iterator
from datetime import datetime

from django import forms
from django.http import QueryDict

from articles.curating import sending
from articles.curating.calling import Known
from articles.curating.changes import ADDED, CHANGED, DELETED, FieldChange, RowChange
from articles.curating.pages import Formset, Page, is_tracked
from articles.curating.sending import Rows, Sent, Values
from articles.history import latest_records


def differences(
    page: Page, base: Sent, now: Sent, since: datetime, post: QueryDict | None = None
) -> list[RowChange]:
    """What stands otherwise `now` than on `base`; with what was posted instead, where it was."""
    own, parts = page.posted(post) if post else ({}, {})
    found = []
    if fields := list(differing(page.form, base.own, now.own, own)):
        found.append(told(type(page.obj), page.obj.pk, CHANGED, fields, since, str(page.obj)))
    for one in page.formsets:
        mine = parts.get(one.prefix, sending.Part())
        ours, theirs = base.rows.get(one.prefix, {}), now.rows.get(one.prefix, {})
        found += rows_differing(one, ours, theirs, since, mine)
    return found


def rows_differing(
    one: Formset, base: Rows, now: Rows, since: datetime, mine: sending.Part
) -> Iterator[RowChange]:
    model = one.forms.model
    held = {str(form.instance.pk): form.instance for form in one.forms.initial_forms}
    sample = one.forms.empty_form
    for row, values in now.items():
        fields = list(differing(sample, base.get(row, {}), values, mine.held.get(row, {})))
        if row in base and fields:
            yield told(model, row, CHANGED, fields, since, str(held.get(row, "")))
        elif row not in base and one.may_add:
            yield told(model, row, ADDED, [], since, str(held.get(row, "")))
    for row, values in base.items():
        typed = mine.held.get(row, values) != values
        # Rows that are not added by hand come and go by machine, which is nobody's loss.
        if row not in now and (one.may_add or typed):
            yield told(model, row, DELETED, [], since)


def differing(form, base: Values, now: Values, mine: Values) -> Iterator[FieldChange]:
    for name, values in now.items():
        before, one = base.get(name, values), form.fields[name]
        if before == values:
            continue
        typed = mine.get(name, before)
        own = readable(one, typed) if typed not in (before, values) else None
        label = str(one.label or name.replace("_", " "))
        yield FieldChange(label, readable(one, before), readable(one, values), own)


def readable(one: forms.Field, values: list[str]) -> str:
    if isinstance(one, forms.BooleanField):
        return "yes" if values else "no"
    if isinstance(one, forms.ModelChoiceField):
        keys = [value for value in values if value.isdecimal()]
        return ", ".join(map(str, one.queryset.filter(pk__in=keys)))
    if isinstance(one, forms.ChoiceField):
        labels = {str(value): label for value, label in one.choices}
        return ", ".join(str(labels.get(value, value)) for value in values)
    return "\n".join(values)


def told(model, key, kind: str, fields: list, since: datetime, label: str = "") -> RowChange:
    """With who did it, where that was a curator, since then."""
    record = latest_records(model, [key]).get(int(key)) if is_tracked(model) else None
    if record and not label:
        label = Known([record]).label(record)
    label = label or f"number {key}"
    if record and record.history_date >= since:
        who = record.history_user_id or ""
        return RowChange(model, key, kind, label, fields, who, record.history_date)
    return RowChange(model, key, kind, label, fields)
