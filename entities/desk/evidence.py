"""The desk of quotes that are not found in their context: one after the other, to a curator."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from entities import anchoring, checking, restoring
from entities.announcing import announce, of_evidence
from entities.desk.doubts import Doubt
from entities.desk.keys import key_in
from entities.desk.screens import Screen
from entities.journal import Journal, Undoing
from entities.models import Evidence, EvidenceState
from entities.quoting import Found, find_quote

# Steps of this session that can be taken back, the last on top.
STEPS = "desk_evidence_steps"
MOST_STEPS = 20
# How many of those that wait are listed around the one in hand.
LISTED = 40


class QuoteForm(forms.Form):
    """Another quote for the one in hand, found in the article as it is now."""

    quote = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="From the article as it is now. Straight quotes and hyphens do for its own.",
    )
    passage_number = forms.IntegerField(
        required=False, min_value=1, label="Passage", help_text="Where several hold the quote."
    )

    def __init__(self, *args, article, **kwargs):
        super().__init__(*args, **kwargs)
        self.article = article

    def clean(self):
        data = super().clean()
        if data.get("quote"):
            try:
                data["found"] = find_quote(data["quote"], self.article, data.get("passage_number"))
            except ValidationError as error:
                self.add_error("quote", error)
        return data


class NotDone(Exception):
    """Why nothing was done, in words for the curator."""


class EvidenceDesk(Screen, TemplateView):
    title = "Quotes that need a person"
    permission_required = "entities.change_evidence"
    template_name = "admin/desk/evidence.html"
    form: QuoteForm | None = None

    def get_context_data(self, **kwargs):
        waiting = list(Evidence.objects.unsound().unsound_first().values_list("pk", flat=True))
        if not waiting:
            return super().get_context_data(
                sound_count=Evidence.objects.count(), steps=self.steps, **kwargs
            )
        number = self.number_in(waiting)
        first = max(0, number - LISTED // 4)
        listed = Evidence.objects.for_desk().filter(pk__in=waiting[first : first + LISTED])
        doubt = Doubt(Evidence.objects.for_desk().get(pk=waiting[number]))
        return super().get_context_data(
            doubt=doubt,
            form=self.form or QuoteForm(article=doubt.evidence.article),
            number=number + 1,
            count=len(waiting),
            previous=waiting[number - 1],
            next=waiting[(number + 1) % len(waiting)],
            listed=listed,
            steps=self.steps,
            **kwargs,
        )

    def number_in(self, waiting: list[int]) -> int:
        """Which one is in hand: the one asked for, else the first."""
        asked = key_in(self.request.POST, "at") or key_in(self.request.GET, "at")
        return waiting.index(asked) if asked in waiting else 0

    @property
    def steps(self) -> list[dict]:
        return self.request.session.get(STEPS, [])

    def post(self, request, *args, **kwargs):
        doing, _, rest = request.POST.get("do", "").partition(":")
        after = request.POST.get("next", "")
        try:
            with transaction.atomic():
                if doing == "undo":
                    after = self.undo()
                elif doing == "write":
                    self.write()
                elif doing == "choose":
                    self.choose(rest)
                elif doing == "remove":
                    self.remove()
        except NotDone as told:
            messages.warning(request, str(told))
            after = request.POST.get("at", "")
        if self.form and not self.form.is_valid():
            return self.render_to_response(self.get_context_data())
        return redirect(f"{reverse('admin:desk_evidence')}?at={after}")

    def in_hand(self) -> Evidence:
        """The quote posted, if it is as the curator saw it."""
        rows = Evidence.objects.select_for_update()
        one = rows.filter(pk=key_in(self.request.POST, "at")).first()
        if one is None or Doubt(one).seen != self.request.POST.get("seen"):
            raise NotDone("The quote was changed meanwhile by somebody else. Nothing was done.")
        return one

    def choose(self, stretch: str) -> None:
        """Put the quote to the stretch of a passage that is proposed: "12:0:40"."""
        one = self.in_hand()
        offers = {offer.stretch: offer for offer in Doubt(one).offers}
        if stretch not in offers:
            raise NotDone("That place is not proposed any more. Nothing was done.")
        passage, place = offers[stretch].passage, offers[stretch].proposal.place
        passages = checking.current_passages([one.article_id])[one.article_id]
        words = passage.text[place.start : place.end]
        is_repeated = len(anchoring.locate(words, [held.text for held in passages])) > 1
        self.put(one, Found(passage, place, is_repeated))

    def write(self) -> None:
        one = self.in_hand()
        self.form = QuoteForm(self.request.POST, article=one.article)
        if self.form.is_valid():
            self.put(one, self.form.cleaned_data["found"])
        for name in list(self.form.errors)[:1]:
            self.form.fields[name].widget.attrs["autofocus"] = True

    def put(self, one: Evidence, found: Found) -> None:
        checking.put(one, found.passage, found.place)
        one.state, one.is_repeated = EvidenceState.OK, found.is_repeated
        if one.repeats_another():
            raise NotDone("The statement has this very quote already. Nothing was done.")
        journal = Journal()
        journal.change(one, {name: getattr(one, name) for name in checking.SELECTORS})
        self.keep(one, journal, "put to its words")

    def remove(self) -> None:
        one = self.in_hand()
        if not self.request.user.has_perm("entities.delete_evidence"):
            raise NotDone("You may not remove quotes. Nothing was done.")
        if not one.relationship.evidence.exclude(pk=one.pk).exists():
            raise NotDone(
                "It is the statement’s last quote, and goes only with the statement. "
                "Nothing was done."
            )
        journal = Journal()
        concerned = of_evidence([one])
        journal.take(one)
        announce(**concerned)
        self.keep(one, journal, "removed")

    def keep(self, one: Evidence, journal: Journal, did: str) -> None:
        """Tell of what was done, and keep it so that it can be taken back."""
        announce(**of_evidence([one]))
        words = f"“{one.quote}” {did}."
        step = {"words": words, "article": one.article_id, "steps": journal.steps}
        self.request.session[STEPS] = [*self.steps, step][-MOST_STEPS:]
        messages.success(self.request, words)

    def undo(self) -> str:
        """Take the last step back; the quote's state is found anew, as the text is now."""
        if not self.steps:
            raise NotDone("There is nothing to undo.")
        *rest, last = self.steps
        undoing = Undoing()
        undoing.undo([restoring.caught_up(step) for step in last["steps"]])
        if undoing.kept:
            raise NotDone(f"Not taken back, since it was changed meanwhile: {last['words']}")
        self.request.session[STEPS] = rest
        restoring.check_restored(last["steps"])
        announce(**of_evidence(Evidence.objects.filter(article=last["article"])))
        messages.success(self.request, f"Taken back: {last['words']}")
        return str(last["steps"][0]["pk"])
