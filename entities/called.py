"""The names that link, and the matcher that finds them."""

from collections.abc import Iterable, Sequence

from entities.matching import Matcher, among, either_case, plain
from entities.models import Name

Names = tuple[tuple[str, int], ...]  # each with its entity


class Matchers:
    """Remembers the matcher of all names for as long as none changes.

    Where there are very many it takes a second to build, for which a change of one name should not
    wait. So it is built once the same names are asked for again; until then, one does that has only
    those that may stand in the texts.
    """

    def __init__(self):
        # One value, so that threads never take the matcher of other names.
        self.held: tuple[Names, Matcher | None] = ((), None)

    def matcher_for(self, names: Names, texts: Sequence[str]) -> Matcher:
        known, matcher = self.held
        if names != known:
            self.held = names, None
            return Matcher(among(names, texts))
        if matcher is None:
            matcher = Matcher(names)
            self.held = names, matcher
        return matcher


MATCHERS = Matchers()


def matcher_for(texts: Sequence[str]) -> Matcher:
    """Finds all names that link in these texts; in others it may find none."""
    return MATCHERS.matcher_for(names_that_link(), texts)


def names_that_link() -> Names:
    names = Name.objects.linking().order_by("pk").values_list("text", "entity", "entity__symbol")
    # In no case a symbol: the matcher takes the first letter of a name in either.
    return tuple((text, entity) for text, entity, symbol in names if text.lower() != symbol.lower())


def linking_of(names: Iterable[str]) -> set[str]:
    """Those of the names for which texts are searched now, for whatever entity."""
    sought = {name: plain(name) for name in names}
    held = forms_among(set(sought.values())) if sought else ()
    return {name for name, form in sought.items() if form in held}


def forms_among(forms: set[str]) -> set[str]:
    """Those of the forms in which a name that links is found."""
    texts = (text for text, _ in names_that_link())
    return {form for text in texts for form in either_case(plain(text)) if form in forms}
