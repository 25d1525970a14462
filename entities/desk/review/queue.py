"""The review queue: one place after another, decided by single keys or plain buttons."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from entities import deciding
from entities.desk.keys import key_in
from entities.desk.review import acting
from entities.desk.review.rivals import Item
from entities.desk.review.waiting import MOST_COUNTED, Narrowing, Place, Queue
from entities.desk.screens import Screen
from entities.desk.steps import ChangedSince, Steps
from entities.desk.suggesting import links_as, suggest
from entities.models import Entity, MentionDecision, NameRule, Relinking
from entities.relinking import in_words

SCREEN = "review"
# The name that the curator is at, in the session.
IN_HAND = "desk_review_name"
DOINGS = {
    "accept": acting.accept,
    "reject": acting.reject,
    "skip": acting.skip,
    "accept_rule": acting.accept_rule,
    "reject_rule": acting.reject_rule,
    "reject_link": acting.reject_link,
}


class DecidedMeanwhile(Exception):
    """The place is no longer as the curator saw it."""


class QueueScreen(Screen, TemplateView):
    """What the queue and its picker share: the filters, the item posted, the way on."""

    permission_required = "entities.change_mention"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.narrowing = Narrowing(request.GET)
        self.steps = Steps(request.session, SCREEN)

    def get_context_data(self, **kwargs):
        # The passage and the candidate need the width.
        return super().get_context_data(is_nav_sidebar_enabled=False, **kwargs)

    def url(self, name: str = "admin:desk_review", **more) -> str:
        query = urlencode({**self.narrowing.given, **more})
        return reverse(name) + (f"?{query}" if query else "")

    def decide(self, doing) -> None:
        """Do it to the item posted, if that still stands as it was shown."""
        try:
            with transaction.atomic():
                by = self.request.user.get_username()
                step = doing(self.posted_item(), by)
                step.follow()
                done = step.follow_names(by)
        except DecidedMeanwhile as told:
            messages.warning(self.request, str(told))
            return
        self.steps.add(step)
        messages.success(self.request, f"{step.words[:1].upper()}{step.words[1:]}.")
        if isinstance(done, Relinking):
            messages.info(self.request, in_words(done))

    def posted_item(self) -> Item:
        place = Place.parse(self.request.POST.get("at", ""))
        item = Item.at(place) if place else None
        if item:
            deciding.lock(item.article.pk)
            item = Item.at(place)
        if item is None or item.seen != self.request.POST.get("seen"):
            raise DecidedMeanwhile(meanwhile(place))
        return item


def meanwhile(place: Place | None) -> str:
    mention = place and place.mentions().select_related("passage__version").first()
    if mention is None:
        return "The text has changed meanwhile: the name no longer stands there. Nothing was done."
    by = acting.decider(mention)
    who = f"by {by}" if by else "by somebody else"
    return f"“{mention.surface}” was decided meanwhile {who}. Nothing was done to it."


class Review(QueueScreen):
    title = "Review queue"
    template_name = "admin/desk/review.html"

    def get_context_data(self, **kwargs):
        queue = Queue(self.narrowing.open(), self.steps.skipped)
        item, open_count = self.item_asked_for() or self.next_item(queue), queue.count()
        return super().get_context_data(
            item=item,
            open_count=open_count,
            is_open_at_least=open_count == MOST_COUNTED,
            number=min(queue.count_skipped() + 1, open_count),
            decided_today=decided_today(self.request.user.get_username()),
            narrowing=self.narrowing,
            given=self.narrowing.given,
            here=self.url(),
            other=item and self.url("admin:desk_review_other", at=item.place),
            last=self.steps.last,
            step_count=len(self.steps),
            **kwargs,
        )

    def item_asked_for(self) -> Item | None:
        place = Place.parse(self.request.GET.get("at", ""))
        return Item.at(place) if place else None

    def next_item(self, queue: Queue) -> Item | None:
        mention = queue.first(self.request.session.get(IN_HAND, ""))
        if mention is None:
            return None
        self.request.session[IN_HAND] = mention.surface
        return Item.at(Place.of(mention))

    def post(self, request, *args, **kwargs):
        if request.POST.get("rival"):
            return self.choose(get_object_or_404(Entity, pk=key_in(request.POST, "rival")))
        doing = request.POST.get("do")
        if doing == "undo":
            return self.undo()
        if doing in DOINGS:
            self.decide(DOINGS[doing])
        return redirect(self.url())

    def choose(self, entity: Entity):
        place = Place.parse(self.request.POST.get("at", ""))
        mention = place and place.mentions().first()
        if mention and not links_as(entity, mention.surface):
            return redirect(self.url("admin:desk_review_other", at=place, entity=entity.pk))
        self.decide(lambda item, by: acting.choose(item, entity, by))
        return redirect(self.url())

    def undo(self):
        step = self.steps.last
        if step is None:
            messages.info(self.request, "There is no step to take back in this session.")
            return redirect(self.url())
        self.steps.drop()
        try:
            step.take_back(self.request.user.get_username())
        except ChangedSince:
            messages.warning(
                self.request, f"Not taken back, since it was changed meanwhile: {step.words}."
            )
            return redirect(self.url())
        messages.success(self.request, f"Taken back: {step.words}.")
        return redirect(self.url(at=step.at))


class Other(QueueScreen):
    """Any other entity for the name of an item, called so already or not."""

    title = "Another entity"
    template_name = "admin/desk/review_other.html"

    def get(self, request, *args, **kwargs):
        place = Place.parse(request.GET.get("at", ""))
        self.item = Item.at(place) if place else None
        if self.item is None:
            messages.warning(request, meanwhile(place))
            return redirect(self.url())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        query = self.request.GET.get("q", "")
        return super().get_context_data(
            item=self.item,
            query=query,
            found=suggest(query, self.item.surface),
            chosen=Entity.objects.filter(pk=key_in(self.request.GET, "entity")).first(),
            here=self.url("admin:desk_review_other"),
            back=self.url(at=self.item.place),
            kept={**self.narrowing.given, "at": self.item.place},
            posted={"at": self.item.place, "seen": self.item.seen},
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        entity = get_object_or_404(Entity, pk=key_in(request.POST, "entity"))
        place = Place.parse(request.POST.get("at", ""))
        mention = place and place.mentions().first()
        if mention is None or links_as(entity, mention.surface):
            self.decide(lambda item, by: acting.choose(item, entity, by))
            return redirect(self.url())
        if fault := self.unnameable(entity, mention.surface):
            messages.error(request, fault)
            return redirect(self.url("admin:desk_review_other", at=place))
        how = request.POST.get("how")
        if how not in ("here", "everywhere"):
            return redirect(self.url("admin:desk_review_other", at=place, entity=entity.pk))
        self.decide(lambda item, by: acting.name_and_choose(item, entity, how == "here", by))
        return redirect(self.url())

    def unnameable(self, entity: Entity, text: str) -> str:
        if not self.request.user.has_perm("entities.add_name"):
            return "A name must be added for that, which your role does not allow."
        if entity.symbol and text.lower() == entity.symbol.lower():
            return f"The symbol {text} never links: it stands in too many words."
        return ""


def decided_today(by: str) -> int:
    """How many places and names this curator has decided today."""
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    theirs = {"decided_by": by, "decided_at__gte": today}
    places = MentionDecision.objects.filter(**theirs).order_by()
    rules = NameRule.objects.filter(**theirs)
    # To choose one entity is to decide on another too.
    return places.values("article", "surface", "before", "after").distinct().count() + rules.count()
