"""The elements in their places in the periodic system."""

from django.views.generic import TemplateView

from entities.models import Entity

# Period, and the atomic numbers of the elements that stand in it: scandium and yttrium above
# lanthanum, and the lanthanides in a row.
PERIODS = ((4, (21,)), (5, (39,)), (6, tuple(range(57, 72))))


class ElementsPage(TemplateView):
    template_name = "entities/elements.html"

    def get_context_data(self, **kwargs):
        elements = list(Entity.objects.elements().with_counts())
        by_number = {element.atomic_number: element for element in elements}
        periods = [
            (period, [by_number[number] for number in numbers if number in by_number])
            for period, numbers in PERIODS
        ]
        return super().get_context_data(
            elements=elements,
            periods=periods,
            unnamed=sum(not element.article_count for element in elements),
            **kwargs,
        )
