"""Names that articles have and no entity is called: given to one, made one, or set aside."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import slugify
from django.views.generic import ListView, TemplateView
from django.views.generic.edit import FormView

from articles.sentences import sentence_around
from entities import kinds, offering
from entities.desk.keys import key_in
from entities.desk.naming import give, make_entity, set_aside
from entities.desk.screens import Screen
from entities.desk.steps import ChangedSince, Step, Steps
from entities.desk.suggesting import suggest
from entities.matching import Matcher
from entities.models import Entity, UnclaimedName
from entities.relinking import in_words

SCREEN = "names"
PER_PAGE = 50
GONE = "The name was decided meanwhile, or stands there no longer."


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

    def decide(self, pk: int, doing: Callable[[UnclaimedName], Step]):
        """Do it to the name, if that is still to be decided."""
        with transaction.atomic():
            unclaimed = UnclaimedName.objects.select_for_update().filter(pk=pk).first()
            step = unclaimed and doing(unclaimed)
            done = step and step.follow_names(self.request.user.get_username())
        if step is None:
            messages.warning(self.request, GONE)
            return self.back()
        self.steps.add(step)
        messages.success(self.request, f"{step.words}.")
        if done:
            messages.info(self.request, in_words(done))
        return self.back()


class Names(NamesScreen, ListView):
    title = "Names of no entity"
    template_name = "admin/desk/names.html"
    paginate_by = PER_PAGE
    queryset = UnclaimedName.objects.select_related("passage__version__article").defer(
        "passage__version__content", "passage__version__article__imported"
    )

    def paginate_queryset(self, queryset, page_size):
        """A page that is empty by now is the last one there is."""
        page = self.get_paginator(queryset, page_size).get_page(self.request.GET.get("page"))
        return page.paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        names = context["object_list"]
        at = min(key_in(self.request.GET, "row"), len(names) - 1)
        return context | {"rows": [(one, example_of(one)) for one in names], "at": at}

    def post(self, request, *args, **kwargs):
        doing = request.POST.get("do")
        if doing == "undo":
            return self.undo()
        if doing == "refresh":
            offering.offer_names()
            messages.success(request, "The articles have been looked through.")
        elif doing == "set_aside":
            by = request.user.get_username()
            return self.decide(key_in(request.POST, "name"), lambda one: set_aside(one, by))
        return self.back()

    def undo(self):
        if step := self.steps.last:
            self.steps.drop()
            try:
                step.take_back(self.request.user.get_username())
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
            messages.warning(request, GONE)
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
        entity = get_object_or_404(Entity, pk=key_in(request.POST, "entity"))
        return self.decide(self.unclaimed.pk, lambda one: give(one, entity))


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
        return self.decide(self.unclaimed.pk, lambda one: make_entity(one, form.cleaned_data))


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
