"""Names that articles have and no entity is called: given to one, made one, or set aside."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import slugify
from django.views.generic import ListView, TemplateView
from django.views.generic.edit import FormView

from articles.sentences import sentence_around
from entities import deciding, kinds, offering
from entities.desk.screens import Screen
from entities.desk.steps import ChangedSince, Step, Steps
from entities.desk.suggesting import suggest
from entities.matching import Matcher
from entities.models import Decision, Entity, Name, UnclaimedName

SCREEN = "names"
PER_PAGE = 50
COUNTS = ["article_count", "mention_count", "passage_id"]


class NamesScreen(Screen):
    """What the list and its forms share: the steps, and the way back to the list."""

    permission_required = "entities.add_name"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.steps = Steps(request.session, SCREEN)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            last=self.steps.last,
            step_count=len(self.steps),
            is_nav_sidebar_enabled=False,
            **kwargs,
        )

    def back(self):
        """To the row that has taken the place of the one at hand."""
        query = self.request.GET.urlencode()
        return redirect(reverse("admin:desk_names") + (f"?{query}" if query else ""))

    def taken(self, unclaimed: UnclaimedName, step: Step):
        step.follow_names()
        self.steps.add(step)
        messages.success(self.request, f"{step.words}.")
        return self.back()


class Names(NamesScreen, ListView):
    title = "Names of no entity"
    template_name = "admin/desk/names.html"
    paginate_by = PER_PAGE
    queryset = UnclaimedName.objects.select_related("passage__version__article").defer(
        "passage__version__content", "passage__version__article__imported"
    )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        names = context["object_list"]
        row = self.request.GET.get("row", "")
        at = min(int(row), len(names) - 1) if row.isdecimal() else 0
        return context | {"rows": [(one, example_of(one)) for one in names], "at": at}

    def post(self, request, *args, **kwargs):
        doing = request.POST.get("do")
        if doing == "undo":
            return self.undo()
        if doing == "refresh":
            offering.offer_names()
            messages.success(request, "The articles have been looked through.")
        elif doing == "set_aside":
            unclaimed = get_object_or_404(UnclaimedName, pk=request.POST.get("name") or 0)
            return self.taken(unclaimed, set_aside(unclaimed, request.user.get_username()))
        return self.back()

    def undo(self):
        if step := self.steps.last:
            self.steps.drop()
            try:
                step.take_back()
                messages.success(self.request, f"Taken back: {step.words}.")
            except ChangedSince:
                messages.warning(
                    self.request, f"Not taken back, since it was changed meanwhile: {step.words}."
                )
        return self.back()


class OneName(NamesScreen):
    """A form about one of the names."""

    def dispatch(self, request, *args, **kwargs):
        self.unclaimed = UnclaimedName.objects.filter(pk=kwargs["pk"]).first()
        if self.unclaimed is None:
            messages.warning(request, "The name was decided meanwhile, or stands there no longer.")
            return self.back()
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            unclaimed=self.unclaimed,
            example=example_of(self.unclaimed),
            back=self.back().url,
            here=self.request.get_full_path(),
            **kwargs,
        )


class LinkName(OneName, TemplateView):
    title = "A name of an entity held"
    template_name = "admin/desk/name_link.html"

    def get_context_data(self, **kwargs):
        query = self.request.GET.get("q", "")
        kept = {name: value for name, value in self.request.GET.items() if name != "q"}
        found = suggest(query, self.unclaimed.text)
        return super().get_context_data(query=query, found=found, kept=kept, **kwargs)

    def post(self, request, *args, **kwargs):
        entity = get_object_or_404(Entity, pk=request.POST.get("entity") or 0)
        return self.taken(self.unclaimed, give(self.unclaimed, entity))


class NewEntityForm(forms.ModelForm):
    # The name and the address are proposed; what it is, nobody can guess.
    kind = forms.ChoiceField(choices=kinds.choices, widget=forms.Select(attrs={"autofocus": True}))

    class Meta:
        model = Entity
        fields = ["name", "kind", "slug"]


class NewEntity(OneName, FormView):
    title = "A new entity"
    template_name = "admin/desk/name_new.html"
    permission_required = ("entities.add_name", "entities.add_entity")
    form_class = NewEntityForm

    def get_initial(self):
        text = self.unclaimed.text
        return {"name": text, "slug": slugify(text), "kind": "organization"}

    def form_valid(self, form):
        return self.taken(self.unclaimed, make_entity(self.unclaimed, form.cleaned_data))


@transaction.atomic
def set_aside(unclaimed: UnclaimedName, by: str) -> Step:
    changes = [deciding.rule(unclaimed.text, None, Decision.REJECTED, by), drop(unclaimed)]
    return Step(f"“{unclaimed.text}” is set aside", changes=changes)


@transaction.atomic
def give(unclaimed: UnclaimedName, entity: Entity) -> Step:
    step = Step(f"“{unclaimed.text}” is a name of {entity.name}", names=[unclaimed.text])
    step.entities = [entity.pk]
    key = {"entity_id": entity.pk, "text": unclaimed.text}
    step.changes = [deciding.write(Name, key, {"links": True}), drop(unclaimed)]
    step.follow()
    return step


@transaction.atomic
def make_entity(unclaimed: UnclaimedName, said: dict) -> Step:
    """The entity is called what the form says, and found by the name that stands in the texts."""
    values = {"name": said["name"], "kind": said["kind"]}
    made = deciding.write(Entity, {"slug": said["slug"]}, values)
    step = give(unclaimed, Entity.objects.get(slug=said["slug"]))
    step.words = f"{said['name']} is a new entity, and “{unclaimed.text}” its name"
    step.changes = [made, *step.changes]
    return step


def drop(unclaimed: UnclaimedName) -> deciding.Change:
    return deciding.remove(unclaimed, ["text"], COUNTS)


def example_of(unclaimed: UnclaimedName) -> dict | None:
    """A sentence in which the name stands, and where in it; None where it no longer does."""
    passage = unclaimed.passage
    spans = passage and Matcher([(unclaimed.text, 0)]).find(passage.text)
    if not spans:
        return None
    article, span = passage.version.article, spans[0]
    start, end = sentence_around(passage.text, span.start, span.end, article.language)
    return {
        "text": passage.text[start:end], "start": span.start - start, "end": span.end - start,
        "article": article, "anchor": passage.anchor,
    }  # fmt: skip
