"""The article desk: the text on the left, and what a curator makes of its words on the right."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.views.generic import TemplateView

from articles.admin import page_link
from articles.models import Article, Passage
from articles.sentences import sentences
from entities import deciding, linking, qualifying
from entities.desk.article import claiming, reading
from entities.desk.article.claiming import (
    NameForm,
    NewEntityForm,
    mention_at,
    mentions_of,
    namesakes,
)
from entities.desk.article.laying import number_at
from entities.desk.article.placing import FOUND_AGAIN, Selected
from entities.desk.article.statements import QualifierFormSet, StatementForm
from entities.desk.article.writing import state
from entities.desk.keys import key_in
from entities.desk.picking import described
from entities.desk.review.queue import meanwhile
from entities.desk.review.waiting import Place
from entities.desk.screens import Screen
from entities.models import Decision, Entity, Mention, MentionStatus, Relationship, Relinking
from entities.relinking import in_words

DECIDED = {
    Decision.ACCEPTED: "names",
    Decision.REJECTED: "does not name",
    Decision.NONE: "is left to its names again:",
}
STUCK = (
    "It stays rejected all the same: the link of the article and the entity, or the name in every "
    "article, is rejected. Take that decision back first."
)


class ArticleDesk(Screen, TemplateView):
    permission_required = "entities.add_relationship"
    template_name = "admin/desk/article.html"

    @cached_property
    def article(self) -> Article:
        return get_object_or_404(Article.objects.defer("imported"), pk=self.kwargs["pk"])

    @property
    def curator(self) -> str:
        return self.request.user.get_username()

    def get_context_data(self, **kwargs):
        forms, text = self.blank_forms() | kwargs, reading.read(self.article)
        return super().get_context_data(
            title=f"Article desk: {self.article}",
            article=self.article,
            # The text and the panel need the width.
            is_nav_sidebar_enabled=False,
            text=text,
            entities={one.pk: described(one) for one in [*text.named(), *picked(forms)]},
            holds={key.slug: key.holds for key in qualifying.KEYS.values()},
            **forms,
        )

    def blank_forms(self) -> dict:
        return {
            "statement": StatementForm(article=self.article),
            "qualifiers": QualifierFormSet(instance=Relationship(), prefix="qualifiers"),
            "naming": NameForm(article=self.article, prefix="name"),
            "making": NewEntityForm(article=self.article, prefix="new"),
        }

    def post(self, request, pk):
        acts = {
            "statement": ("entities.add_relationship", self.make_statement),
            "name": ("entities.add_name", self.give_name),
            "entity": ("entities.add_entity", self.make_entity),
            "mention": ("entities.change_mention", self.decide_mention),
        }
        permission, act = acts.get(request.POST.get("act"), ("", None))
        if act is None or not request.user.has_perm(permission):
            raise PermissionDenied
        try:
            return act(request.POST)
        except IntegrityError:
            # Another curator was quicker by a moment: now the form finds what is held.
            return act(request.POST)

    @transaction.atomic
    def make_statement(self, data) -> HttpResponse:
        deciding.lock(self.article.pk)
        form = StatementForm(data, article=self.article)
        qualifiers = QualifierFormSet(data, instance=Relationship(), prefix="qualifiers")
        if not (form.is_valid() & (qualifiers.is_valid() or form.held is not None)):
            return self.again(act="statement", statement=form, qualifiers=qualifiers)
        is_new, statement = form.held is None, state(form, qualifiers)
        self.tell_of(statement, is_new, form)
        found = form.placed.found
        return self.back_to(found.passage, found.place.start)

    def tell_of(self, statement: Relationship, is_new: bool, form: StatementForm) -> None:
        page = format_html('<a href="{}">{}</a>', statement.get_absolute_url(), statement)
        said = "Saved: {}." if is_new else "One more quote stands under: {}."
        self.say(format_html(said, page))
        if form.placed.is_moved:
            messages.warning(self.request, FOUND_AGAIN)

    def give_name(self, data) -> HttpResponse:
        form = NameForm(data, article=self.article, prefix="name")
        if not form.is_valid():
            return self.again(act="name", naming=form)
        entity = form.cleaned_data["entity"]
        return self.named(form, entity, claiming.give_name(form, self.curator))

    def make_entity(self, data) -> HttpResponse:
        form = NewEntityForm(data, article=self.article, prefix="new")
        if not form.is_valid():
            return self.again(act="entity", making=form)
        return self.named(form, *claiming.make_entity(form, self.curator))

    def named(
        self, form: NameForm, entity: Entity, done: linking.Outcome | Relinking
    ) -> HttpResponse:
        text, link = form.cleaned_data["text"], page_link(entity)
        self.say(format_html("“{}” is a name of {} now. {}", text, link, in_words(done)))
        if others := namesakes(text, entity):
            listed = ", ".join(map(str, others))
            messages.warning(
                self.request,
                f"“{text}” is a name of {listed}, too: where nobody has decided, its mentions "
                "wait in the review queue with both.",
            )
        if form.cleaned_data["links"] and form.selected() and not mention_at(form, entity):
            messages.warning(
                self.request,
                "The words selected are not marked: they stand within a longer name or word.",
            )
        return self.back_to_selected(form.selected())

    @transaction.atomic
    def decide_mention(self, data) -> HttpResponse:
        deciding.lock(self.article.pk)
        mention = mentions_of(self.article).filter(pk=key_in(data, "mention")).first()
        verdict = data.get("verdict", "")
        if mention is None or verdict not in Decision.values:
            messages.error(self.request, "That name is not in the article any more.")
            return self.back_to_selected(None)
        if mention.status == data.get("seen"):
            self.decide(mention, verdict)
        else:
            messages.warning(self.request, meanwhile(Place.of(mention)))
        return self.back_to(mention.passage, mention.start)

    def decide(self, mention: Mention, verdict: str) -> None:
        linking.decide_mention(mention, verdict, self.curator)
        self.say(f"“{mention.surface}” {DECIDED[verdict]} {mention.entity}.")
        mention.refresh_from_db(fields=["status"])
        if verdict == Decision.ACCEPTED and mention.status == MentionStatus.REJECTED:
            messages.warning(self.request, STUCK)

    def say(self, text) -> None:
        messages.success(self.request, text)

    def again(self, **forms) -> HttpResponse:
        """The page with what was typed, and what is wrong beside it."""
        return self.render_to_response(self.get_context_data(**forms))

    def back_to_selected(self, selected: Selected | None) -> HttpResponse:
        passage = selected and Passage.objects.current().of_articles([self.article.pk]).filter(
            position=selected.passage
        ).first()  # fmt: skip
        return self.back_to(passage, selected.start if selected else 0)

    def back_to(self, passage: Passage | None, offset: int) -> HttpResponse:
        url = reverse("admin:desk_article", args=[self.article.pk])
        if passage:
            spans = sentences(passage.text, self.article.language)
            url += "#" + reading.anchor(passage, number_at(spans, offset))
        return HttpResponseRedirect(url)


def picked(forms: dict) -> list[Entity]:
    """What was picked in a form that comes back."""
    given = [getattr(forms[name], "cleaned_data", {}) for name in ("statement", "naming")]
    ends = [data.get(end) for data in given for end in ("subject", "object", "entity")]
    return [entity for entity in ends if entity]
