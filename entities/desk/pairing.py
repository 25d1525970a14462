"""Which entities are to become one, or to be split: what a curator fills in, and its faults."""

from django import forms
from django.utils.text import slugify

from entities.merging import rewriting
from entities.merging.merge import bigger_first
from entities.models import Entity, FormerSlug


class AddressField(forms.CharField):
    """An entity, by its address or by a name that it alone has."""

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", "The last part of its address, or its name.")
        attrs = {"list": "entities", "autocomplete": "off", "spellcheck": "false", "size": 40}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value):
        text = super().clean(value)
        return self.entity(text) if text else None

    def entity(self, text: str) -> Entity:
        if entity := Entity.objects.filter(slug=text).first():
            return entity
        if gone := rewriting.went(text):
            raise forms.ValidationError(gone)
        if former := FormerSlug.objects.filter(slug=text).select_related("entity").first():
            return former.entity
        called = Entity.objects.filter(name__iexact=text) | Entity.objects.filter(
            short_name__iexact=text
        )
        found = list(called[:2])
        if len(found) == 1:
            return found[0]
        raise forms.ValidationError(
            "More than one is called that: give the address." if found
            else "No entity has this address or this name."
        )  # fmt: skip


def suggested():
    """Offered by the browser while an address is typed: by it, by the name and by the kind."""
    return Entity.objects.only("slug", "kind", "name").order_by("name")


class PairForm(forms.Form):
    """The two to be made one, and which of them is kept; else the bigger one is."""

    entity = AddressField(label="Entity")
    other = AddressField(label="With")
    keep = forms.SlugField(required=False, max_length=200, widget=forms.HiddenInput)

    def add_prefix(self, field_name):
        return "with" if field_name == "other" else field_name

    def clean(self):
        data = super().clean()
        if data.get("entity") and data.get("entity") == data.get("other"):
            self.add_error("other", "An entity cannot be merged with itself.")
        return data

    def ends(self) -> tuple[Entity, Entity]:
        """The one to be merged, and the one that is kept."""
        one, other = self.cleaned_data["entity"], self.cleaned_data["other"]
        kept, gone = bigger_first(one, other)
        return (kept, gone) if gone.slug == self.cleaned_data["keep"] else (gone, kept)


class SplitForm(forms.Form):
    """Where the chosen rows go: to a new entity, or to one that is held."""

    name = forms.CharField(required=False, max_length=300, label="Name of the new entity")
    kind = forms.ChoiceField(required=False, label="Its kind")
    slug = forms.SlugField(
        required=False, max_length=200, label="Its address",
        help_text="Left blank, it is made of the name.",
    )  # fmt: skip
    into = AddressField(
        required=False, label="Or an entity that is held", help_text="Its address, or its name."
    )

    def __init__(self, *args, source: Entity, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Entity._meta.get_field("kind").flatchoices
        self.initial.setdefault("kind", source.kind)

    def clean(self):
        data = super().clean()
        if data.get("into"):
            data["target"] = data["into"]
        elif not self.errors:
            data["target"] = self.made(data)
        return data

    def made(self, data: dict) -> Entity | None:
        data["slug"] = data["slug"] or slugify(data["name"])
        entity = Entity(name=data["name"], kind=data["kind"], slug=data["slug"])
        try:
            entity.full_clean()
        except forms.ValidationError as error:
            self.add_error(None, error)
            return None
        return entity
