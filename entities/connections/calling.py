"""Find whom a reader means by what was typed: an address, a symbol or a name."""

from unicodedata import combining, normalize

from django.db.models.functions import Length

from entities.models import Entity, Name
from entities.querysets import EntityQuerySet

# More entities of one name are no help.
MOST_CALLED = 12
# Folded, a few letters become two: "ß" is "ss".
LONGER = 2
# Of Latin, Greek and Cyrillic letters; those of other scripts make another letter.
DIACRITIC = 200


def called(typed: str) -> list[Entity]:
    """The entities that may be meant: several only where a name is given to several."""
    if not typed:
        return []
    # What is beyond doubt comes first. As written, "Eu" is europium, whatever else is called "EU".
    ways = [
        lambda: Entity.objects.filter(slug=typed),
        lambda: Entity.objects.filter(former_slugs__slug=typed),
        lambda: Entity.objects.filter(symbol=typed),
        lambda: Entity.objects.called(typed),
        lambda: called_about(typed),
    ]
    return next((found for way in ways if (found := list(way()[:MOST_CALLED]))), [])


def called_about(typed: str) -> EntityQuerySet:
    """Not every database knows the case of letters beyond English, and none what is folded here."""
    length = len(normalize("NFC", typed))
    held = [
        rows.annotate(length=Length(text))
        .filter(length__range=(length - LONGER, length + LONGER))
        .order_by()
        .values_list(key, text)
        for rows, key, text in (
            (Entity.objects, "pk", "name"),
            (Entity.objects, "pk", "short_name"),
            (Name.objects, "entity", "text"),
        )
    ]
    wanted = folded(typed)
    return Entity.objects.filter(
        pk__in={pk for pk, text in held[0].union(*held[1:]) if folded(text) == wanted}
    )


def folded(text: str) -> str:
    """Without case, and without the diacritics of letters."""
    signs = normalize("NFKD", text.casefold())
    return "".join(sign for sign in signs if combining(sign) < DIACRITIC)
