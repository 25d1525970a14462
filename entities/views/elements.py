"""The elements in their places in the periodic table."""

from django import forms
from django.views.generic import TemplateView

from articles.listing import Narrowed
from entities.conventions import CONVENTIONS, tally
from entities.models import Entity
from entities.models.entity import NUMBERS
from entities.pictures import periodic


class ConventionForm(forms.Form):
    by = forms.ChoiceField(
        label="Convention",
        required=False,
        choices=[(slug, slug) for slug in CONVENTIONS],
        error_messages={"invalid_choice": f"“%(value)s” is none of {', '.join(CONVENTIONS)}."},
    )


class ElementsPage(Narrowed, TemplateView):
    form_class = ConventionForm
    template_name = "entities/elements.html"

    def get_context_data(self, **kwargs):
        table = periodic_table(CONVENTIONS.get(self.said("by")))
        return super().get_context_data(
            classes_compared=compared([*table["elements"], *table["without_place"]]),
            unnamed=sum(not element.article_count for element in table["elements"]),
            **table,
            **kwargs,
        )


def periodic_table(convention=None):
    """What the periodic table shows: the elements held in their places, and where the rest are."""
    return laid_out(list(Entity.objects.elements().with_counts()), convention)


def laid_out(elements, convention):
    for element in elements:
        element.standing = convention.standing(element) if convention else None
    numbered = [element for element in elements if element.atomic_number in NUMBERS]
    by_number = {element.atomic_number: element for element in reversed(numbered)}
    placed = [one for one in elements if by_number.get(one.atomic_number) == one]
    ghosts, held = periodic.silhouette(by_number)
    return {
        "elements": placed,
        "without_place": [one for one in elements if one not in placed],
        "groups": range(1, periodic.WIDTH + 1),
        "rows": [(row, filled(row, by_number)) for row in periodic.rows(by_number)],
        "ghosts": ghosts,
        "held": held,
        "conventions": CONVENTIONS.values(),
        "convention": convention,
        "classes": tally([element.standing for element in placed]),
    }


def filled(row, by_number):
    """The stretches of a row, each with the element that stands there, if one is held."""
    return [
        (stretch, by_number[stretch.places[0].number] if stretch.is_held else None)
        for stretch in row.stretches
    ]


def compared(elements):
    """Each element with its class by every convention."""
    return [
        (element, [convention.standing(element) for convention in CONVENTIONS.values()])
        for element in elements
    ]
