"""The keys that narrow a statement, and what each of them holds."""

from dataclasses import dataclass

from django import forms

from articles import dates

ASKS = {"value": "a text", "date": "an EDTF date", "entity": "an entity"}


@dataclass(frozen=True)
class Key:
    """`holds` names the field of a Qualifier that carries the value."""

    slug: str
    label: str
    holds: str = "value"

    @property
    def asks(self) -> str:
        return ASKS[self.holds]


KEYS = {
    key.slug: key
    for key in (
        Key("date", "Date", "date"),
        Key("start", "Since", "date"),
        Key("end", "Until", "date"),
        Key("as_of", "As of", "date"),
        Key("office", "Office"),
        Key("share", "Share"),
        Key("part", "Part"),
        Key("terms", "Terms"),
        Key("level", "Level"),
        Key("regarding", "Regarding", "entity"),
        Key("of", "Of", "entity"),
        Key("country", "Country", "entity"),
    )
}


def choices() -> list[tuple[str, str]]:
    return [(key.slug, key.label) for key in KEYS.values()]


ENDS_TOO_EARLY = "It would end before it begins."


class QualifierForms(forms.BaseInlineFormSet):
    """The qualifiers of one statement, held against each other."""

    def clean(self):
        super().clean()
        given = {}
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            if data.get("date") and form not in self.deleted_forms:
                given[data.get("key")] = data["date"], form
        if {"start", "end"} <= given.keys():
            (begins, _), (ends, form) = given["start"], given["end"]
            if dates.ends_too_early(begins, ends):
                form.add_error("date", ENDS_TOO_EARLY)
