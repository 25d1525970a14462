"""Pick an entity while typing: suggestions for the script, and a field that reads plain names."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, IntegerField, Min, Q, Value, When
from django.http import JsonResponse
from django.views import View

from entities.desk.screens import Screen
from entities.models import Entity
from entities.pictures.marks import path_of

MOST_SUGGESTED = 12
WORDED = ("name", "short_name", "names__text")


def suggestions(words: str) -> list[Entity]:
    """Entities called by these words, or by more than them: exactly so, then beginning so."""
    words = " ".join(words.split())
    if not words:
        return []
    rank = Case(
        When(called(words, "iexact") | Q(slug=words), then=Value(0)),
        When(called(words, "istartswith"), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    found = Entity.objects.filter(called(words, "icontains") | Q(slug__icontains=words))
    # An entity has several names: the one that fits best counts.
    return list(found.annotate(rank=Min(rank)).order_by("rank", "name", "pk")[:MOST_SUGGESTED])


def called(words: str, lookup: str) -> Q:
    condition = Q()
    for field in WORDED:
        condition |= Q(**{f"{field}__{lookup}": words})
    return condition


def described(entity: Entity) -> dict:
    """An entity as the script shows it among the suggestions."""
    kind = entity.kind_info
    return {
        "key": entity.pk,
        "name": str(entity),
        "full": entity.name,
        "slug": entity.slug,
        "kind": entity.kind,
        "label": kind.label,
        "css": kind.css,
        "letter": kind.letter,
        "path": path_of(kind.shape),
    }


class EntitySuggestions(Screen, View):
    permission_required = "entities.add_relationship"

    def get(self, request):
        found = suggestions(request.GET.get("q", ""))
        return JsonResponse({"entities": [described(entity) for entity in found]})


class EntityWidget(forms.MultiWidget):
    """A box for the name; the script that suggests also keeps the key of the entity picked."""

    def __init__(self, attrs=None):
        name = {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        widgets = {"name": forms.TextInput(name), "key": forms.HiddenInput}
        super().__init__(widgets, attrs)

    def decompress(self, value):
        return [str(value), value.pk] if value else ["", ""]


class EntityField(forms.MultiValueField):
    """An entity by its name, any of its names or its address; the key, where one was picked."""

    widget = EntityWidget

    def __init__(self, **kwargs):
        parts = (forms.CharField(required=False), forms.IntegerField(required=False))
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def compress(self, values):
        name, key = [*values, None, None][:2]
        picked = Entity.objects.filter(pk=key).first() if key else None
        # Without the script, a name typed over another leaves the other's key behind.
        if picked and name in (str(picked), picked.name):
            return picked
        return self.named(name) if name else None

    def named(self, name: str) -> Entity:
        found = Entity.objects.filter(slug=name) or Entity.objects.filter(called(name, "iexact"))
        found = list(found.order_by("name", "pk").distinct())
        if len(found) == 1:
            return found[0]
        raise ValidationError(why_unclear(name, found))


def why_unclear(name: str, found: list[Entity]) -> str:
    if not found:
        return f"No entity held is called “{name}”. Pick one that is, or make it first."
    listed = ", ".join(f"{one.slug} ({one.kind_info.label})" for one in found)
    return f"“{name}” may mean several entities. Give the address of one: {listed}."
