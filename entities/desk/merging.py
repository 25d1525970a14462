"""The screens on which two entities become one, one becomes two, and either is undone."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.views.generic import DetailView, TemplateView

from entities.desk.pairing import AddressField, PairForm, SplitForm, suggested
from entities.desk.screens import Screen
from entities.merging import rewriting
from entities.merging import split as splitting
from entities.merging.joining import text_of
from entities.merging.merge import Size, merge, plan_merge
from entities.merging.planning import TITLES
from entities.merging.rewriting import Refused
from entities.models import Entity, Merge, MergeKind

LATEST = 20


class MergeDesk(Screen, TemplateView):
    permission_required = "entities.add_merge"
    template_name = "admin/desk/merge.html"
    title = "Merge two entities"

    def get(self, request):
        names = request.GET.keys() & {"entity", "with"}
        # With one of them the other is still to be chosen, and nothing is wrong yet.
        pair = PairForm(request.GET) if len(names) == 2 else PairForm(initial=request.GET.dict())
        return self.answer(pair)

    def post(self, request):
        pair = PairForm(request.POST)
        shown = request.POST.get("shown")
        if not pair.is_valid() or not shown:
            return self.answer(pair)
        try:
            made = merge(
                *pair.ends(), by=request.user.get_username(),
                ticks=request.POST.getlist("tick"), shown=shown,
            )  # fmt: skip
        except Refused as refused:
            # Of what another curator merged a moment ago there is no report any more.
            if refused.at in pair.fields:
                pair.add_error(refused.at, str(refused))
            return self.answer(pair, refused)
        messages.success(request, f"Done: {rewriting.told(made)}.")
        return redirect("admin:desk_merge_record", made.pk)

    def answer(self, pair: PairForm, refused: Refused | None = None):
        report = report_of(pair) if pair.is_bound and pair.is_valid() else {}
        latest = Merge.objects.select_related("entity").defer("journal")[:LATEST]
        return self.render_to_response(self.get_context_data(
            pair=pair, refused=refused, ticks=self.request.POST.getlist("tick"), **report,
            entities=suggested(),
            merges=[(one, rewriting.told(one)) for one in latest],
        ))  # fmt: skip


def report_of(pair: PairForm) -> dict:
    source, target = pair.ends()
    return {
        "source": source,
        "target": target,
        "sizes": [("kept", target, Size.of(target)), ("merged into it", source, Size.of(source))],
        "plan": plan_merge(source, target),
    }


class SplitDesk(Screen, TemplateView):
    permission_required = "entities.add_merge"
    template_name = "admin/desk/merge_split.html"
    title = "Split an entity"

    def get(self, request):
        try:
            source = AddressField(required=False).clean(request.GET.get("entity"))
        except forms.ValidationError as error:
            return self.answer(None, wrong=error.messages[0])
        return self.answer(source)

    def post(self, request):
        source = Entity.objects.filter(slug=request.POST.get("entity", "")).first()
        if source is None:
            return self.answer(None, wrong=rewriting.went(request.POST.get("entity", "")))
        form = SplitForm(request.POST, source=source)
        if not form.is_valid():
            return self.answer(source, form)
        shown = request.POST.get("shown")
        if "split" not in request.POST or not shown:
            return self.answer(source, form, plan=self.plan(source, form))
        return self.split(source, form, shown)

    def keys(self) -> dict[str, set[int]]:
        given = {slug: self.request.POST.getlist(slug) for slug in splitting.CHOSEN}
        return {slug: {int(pk) for pk in pks if pk.isdecimal()} for slug, pks in given.items()}

    def plan(self, source: Entity, form: SplitForm):
        return splitting.plan_split(source, form.cleaned_data["target"], self.keys())

    def split(self, source: Entity, form: SplitForm, shown: str):
        try:
            made = splitting.split(
                source, form.cleaned_data["target"], self.keys(),
                by=self.request.user.get_username(), shown=shown,
            )  # fmt: skip
        except Refused as refused:
            return self.refuse(source, refused)
        messages.success(self.request, f"Done: {rewriting.told(made)}.")
        return redirect("admin:desk_merge_record", made.pk)

    def refuse(self, source: Entity, refused: Refused):
        """The report anew, from a form that knows nothing of the entity that was not made."""
        if refused.at == "entity":
            return self.answer(None, wrong=str(refused))
        form = SplitForm(self.request.POST, source=source)
        plan = self.plan(source, form) if form.is_valid() else None
        return self.answer(source, form, plan=plan, refused=refused)

    def answer(self, source: Entity | None, form: SplitForm | None = None, **more):
        return self.render_to_response(self.get_context_data(
            source=source,
            form=form or (source and SplitForm(source=source)),
            groups=choices(source, self.keys()) if source else [],
            entities=suggested(),
            **more,
        ))  # fmt: skip


def choices(source: Entity, chosen: dict[str, set[int]]) -> list[tuple]:
    """What can be chosen, a group a kind of row: each row with its words, and whether it is."""
    return [
        (
            slug,
            TITLES[slug],
            [(row.pk, text_of(row), row.pk in chosen[slug]) for row in rows],
        )
        for slug, rows in splitting.rows_of(source).items()
        if rows
    ]


class MergeRecord(Screen, DetailView):
    """One merge or split: what was done, what would stand if it were undone, and the button."""

    permission_required = "entities.add_merge"
    template_name = "admin/desk/merge_record.html"
    queryset = Merge.objects.select_related("entity")
    context_object_name = "merge"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=rewriting.told(self.object), is_split=self.object.kind == MergeKind.SPLIT,
            **{**undoing(self.object), **kwargs},
        )  # fmt: skip

    def post(self, request, pk):
        self.object = self.get_object()
        try:
            kept = rewriting.undo(self.object, by=request.user.get_username())
        except Refused as refused:
            return self.render_to_response(self.get_context_data(refused=refused))
        messages.success(request, f"Undone: {rewriting.told(self.object)}.")
        for one in kept:
            messages.warning(request, one)
        return redirect("admin:desk_merge_record", pk)


def undoing(one: Merge) -> dict:
    """What stands in the way, or what would not come back as it was."""
    if one.undone_at:
        return {}
    try:
        rewriting.refuse_to_undo(one)
        return {"kept": rewriting.preview_undo(one)}
    except Refused as refused:
        return {"refused": refused}
