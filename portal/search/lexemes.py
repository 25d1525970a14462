"""How all that a document is found by is named in PostgreSQL's full text. Pure.

Stems stand for themselves; everything else has a prefix, which no stem has, since they are letters
and digits. Nothing is left to PostgreSQL's own parsing of text: lexemes are made and quoted here.
"""

TITLE = "t:"  # before the stems of the title
COMPLETED = "c:"  # before the plain words of the title
ENTITY, KIND, PUBLISHER, LANGUAGE, YEAR = "e:", "k:", "p:", "l:", "y:"
EVERY = "all:"  # stands in every document
# A stem that stands in a text so often has a lexeme more for it: "4:mine".
LEVELS = (2, 4, 8)
LONGEST = 500  # PostgreSQL takes 2046 bytes


def of_entity(key: int) -> str:
    return f"{ENTITY}{key}"


def of_year(year: int) -> str:
    return f"{YEAR}{year}"


def at_least(times: int, stem: str) -> str:
    """The lexeme of a stem that stands in a text so often."""
    return stem if times == 1 else f"{times}:{stem}"


def cut(text: str) -> str:
    """What PostgreSQL can hold of a text as a lexeme."""
    return text.replace("\0", "")[:LONGEST]


def quoted(lexeme: str) -> str:
    """As PostgreSQL itself writes it."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
