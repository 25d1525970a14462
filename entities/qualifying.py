"""The keys that narrow a statement, and what each of them holds."""

from dataclasses import dataclass

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
