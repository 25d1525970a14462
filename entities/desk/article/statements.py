"""What a curator fills in to make a statement of a quote; what is wrong is said at its field."""

from itertools import groupby

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Q

from articles.models import Article
from entities import kinds
from entities.desk.article.placing import Placed, Selected, place_quote
from entities.desk.picking import EntityField
from entities.models import (
    Claim,
    Entity,
    Evidence,
    Note,
    Qualifier,
    Relationship,
    RelationType,
    Support,
)
from entities.models.relationship import NEEDS_NOTE
from entities.qualifying import QualifierForms

HELD_ALREADY = "This statement is held already. Nothing is saved yet: add the quote to it, below."


class TypeChoices(forms.models.ModelChoiceIterator):
    """Types under the kinds that their subjects may be of, for those who work without script."""

    def __iter__(self):
        yield "", self.field.empty_label
        types = sorted(self.queryset, key=lambda one: (in_words(one.subject_kinds), one.label))
        for subjects, group in groupby(types, key=lambda one: in_words(one.subject_kinds)):
            yield subjects, [self.choice(one) for one in group]


class TypeSelect(forms.Select):
    """The kinds of both ends are in the page, so that the script offers only what fits them."""

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if relation := getattr(value, "instance", None):
            option["attrs"] |= {
                "data-subjects": " ".join(relation.subject_kinds),
                "data-objects": " ".join(relation.object_kinds),
                "data-label": relation.label,
                "data-inverse": relation.inverse,
            }
        return option


class TypeField(forms.ModelChoiceField):
    iterator = TypeChoices
    widget = TypeSelect

    def label_from_instance(self, relation):
        return f"{relation.label} → {in_words(relation.object_kinds)}"


def in_words(slugs: list[str]) -> str:
    return ", ".join(kinds.kind_of(slug).label for slug in slugs)


class SelectionForm(forms.Form):
    """Where the words stand that the curator selected, as the script fills it in."""

    version = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    passage = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args, article: Article, **kwargs):
        super().__init__(*args, **kwargs)
        self.article = article

    def selected(self) -> Selected | None:
        parts = [self.cleaned_data.get(name) for name in ("version", "passage", "start", "end")]
        return None if None in parts or not parts[0] else Selected(*parts)


class StatementForm(SelectionForm):
    quote = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}), help_text="The article’s own words."
    )
    number = forms.IntegerField(
        required=False, min_value=1, help_text="Needed only where several passages hold the quote."
    )
    subject = EntityField()
    type = TypeField(RelationType.objects.all(), empty_label="Choose a type")
    object = EntityField()
    claim = forms.ChoiceField(choices=Claim.choices, initial=Claim.REPORTED)
    support = forms.ChoiceField(choices=Support.choices, initial=Support.EXPLICIT)
    reads_as = forms.CharField(
        required=False, max_length=300, help_text="Such as “the country”: Namibia."
    )
    notes = forms.ModelMultipleChoiceField(
        Note.objects.all(), required=False, widget=forms.SelectMultiple(attrs={"size": 4})
    )
    add_to = forms.IntegerField(required=False, widget=forms.HiddenInput)
    placed: Placed | None = None
    held: Relationship | None = None

    def clean(self):
        data = super().clean()
        is_coreference = data.get("support") == Support.COREFERENCE
        if is_coreference and not data.get("reads_as") and "reads_as" not in self.errors:
            self.add_error("reads_as", "Say how the quote is to be read: “the country”: Namibia.")
        if data.get("quote"):
            self.clean_place(data)
        if all(data.get(end) for end in ("subject", "type", "object")):
            self.clean_ends(data)
        return data

    def clean_place(self, data: dict) -> None:
        try:
            self.placed = place_quote(
                data["quote"], self.article, self.selected(), data.get("number")
            )
        except ValidationError as error:
            self.add_error("quote", error)

    def clean_ends(self, data: dict) -> None:
        self.held = held_statement(data["subject"], data["type"], data["object"])
        if self.held is None:
            self.clean_new(data)
        elif data.get("add_to") != self.held.pk:
            self.add_error(None, ValidationError(HELD_ALREADY, code="held"))
        elif self.placed and self.has_quote(self.held):
            self.add_error("quote", "This statement rests on this quote already.")

    def clean_new(self, data: dict) -> None:
        if data["subject"] == data["object"]:
            self.add_error("object", "An entity cannot be related to itself.")
            return
        made = Relationship(**{end: data[end] for end in ("subject", "type", "object")})
        try:
            made.clean()
        except ValidationError as error:
            self.add_error(None, error)
        if data.get("claim") in NEEDS_NOTE and not data.get("notes"):
            label = Claim(data["claim"]).label
            self.add_error("notes", f"A claim that is {label} needs a note that says why.")

    def has_quote(self, held: Relationship) -> bool:
        quote = self.placed.found.quote
        return Evidence(relationship=held, article=self.article, quote=quote).repeats_another()

    @property
    def offers_to_add(self) -> bool:
        """Whether all that is in the way is that the statement is held already."""
        return self.held is not None and self.has_error(NON_FIELD_ERRORS, "held")


def held_statement(subject: Entity, type: RelationType, object: Entity) -> Relationship | None:
    """The statement as it is held, for a symmetric type whichever way round."""
    ends = Q(subject=subject, object=object)
    if type.symmetric:
        ends |= Q(subject=object, object=subject)
    held = Relationship.objects.filter(ends, type=type)
    return held.select_related("subject", "type", "object").first()


class QualifierForm(forms.ModelForm):
    entity = EntityField(required=False)

    class Meta:
        model = Qualifier
        fields = ["key", "value", "date", "entity", "remark"]

    def clean(self):
        data = super().clean()
        # Without a key there is nothing that the values could be held against.
        return data if "key" in data else {}


QualifierFormSet = forms.inlineformset_factory(
    Relationship,
    Qualifier,
    form=QualifierForm,
    formset=QualifierForms,
    extra=2,
    can_delete=False,
)
