"""Mentions and links in admin: found by the names, decided by curators."""

from django import forms
from django.contrib import admin, messages
from django.db.models import F
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin import ArticleFilter, NotByHand, counted, list_link, page_link
from articles.curating.curated import Curated
from articles.history import change_many
from articles.sentences import sentence_around
from entities import linking
from entities.admin.announces import Announces
from entities.admin.relinking import DECIDED, Decides, LinksAnew
from entities.announcing import announce
from entities.concern import Concern
from entities.models import Decision, Link, Mention, MentionDecision, MentionStatus
from entities.ruling import known_by


class MentionArticleFilter(ArticleFilter):
    path = "passage__version__article"


class MentionForm(forms.ModelForm):
    decision = forms.ChoiceField(
        choices=Decision.choices, required=False, help_text="It outlives every import and build."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["decision"] = decision_on(self.instance)


def decision_on(mention: Mention) -> str:
    text = mention.passage.text
    surface, before, after = known_by(text, mention.start, mention.end)
    decisions = MentionDecision.objects.filter(
        article=mention.passage.version.article_id, entity=mention.entity_id,
        surface=surface, before=before, after=after,
    )  # fmt: skip
    return decisions.values_list("verdict", flat=True).first() or Decision.NONE


@admin.register(Mention)
class MentionAdmin(Decides, NotByHand, Curated):
    form = MentionForm
    list_display = ["surface", "entity_page", "sentence", "article", "status"]
    list_filter = ["status", "entity__kind", MentionArticleFilter]
    search_fields = ["surface", "entity__name", "entity__short_name"]
    # Rows are made in reading order, and the order of articles is dear to sort by.
    ordering = ["pk"]
    fields = ["surface", "entity_page", "sentence", "passage_page", "article", "status", "decision"]
    readonly_fields = fields[:-1]

    def get_queryset(self, request):
        mentions = (
            super().get_queryset(request).select_related("entity", "passage__version__article")
        )
        return mentions.defer("passage__version__content", "passage__version__article__imported")

    @admin.display(description="entity", ordering="entity__name")
    def entity_page(self, mention):
        return page_link(mention.entity)

    @admin.display(description="passage")
    def passage_page(self, mention):
        return page_link(mention.passage)

    @admin.display(ordering="passage__version__article__title")
    def article(self, mention):
        return page_link(mention.passage.version.article)

    def sentence(self, mention):
        text, language = mention.passage.text, mention.passage.version.article.language
        start, end = sentence_around(text, mention.start, mention.end, language)
        return format_html(
            "{}<mark>{}</mark>{}",
            text[start : mention.start], text[mention.start : mention.end], text[mention.end : end],
        )  # fmt: skip

    def save_model(self, request, obj, form, change):
        """Nothing of a mention is the curator's to write but the decision on it."""
        if "decision" in form.changed_data:
            self.decide(request, [obj], form.cleaned_data["decision"])

    def decide(self, request, rows, verdict):
        linking.decide_mentions(rows, verdict, request.user.get_username())
        self.message_user(request, f"{counted(len(rows), 'mention')} {DECIDED[verdict]}.")
        if stuck := self.count_stuck(rows) if verdict != Decision.REJECTED else 0:
            self.message_user(
                request,
                f"{counted(stuck, 'mention')} rejected all the same: the link of the article and "
                "the entity is rejected. Take that decision back first.",
                messages.WARNING,
            )

    def count_stuck(self, mentions: list[Mention]) -> int:
        """How many stay rejected whatever is decided on them, since their link is rejected."""
        return Mention.objects.filter(
            pk__in=[mention.pk for mention in mentions],
            status=MentionStatus.REJECTED,
            passage__version__article__links__entity=F("entity"),
            passage__version__article__links__decision=Decision.REJECTED,
        ).count()


def concern_of(queryset) -> Concern:
    return Concern.of(articles=queryset.values_list("article", flat=True))


@admin.register(MentionDecision)
class MentionDecisionAdmin(LinksAnew, Curated):
    """Decisions are taken on the mentions; one whose mention is gone is found only here."""

    list_display = ["surface", "verdict", "entity", "article", "decided_at", "decided_by"]
    list_filter = ["verdict", ArticleFilter]
    search_fields = ["surface", "entity__name", "entity__short_name"]
    list_select_related = ["entity", "article"]
    ordering = ["-decided_at", "-pk"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def concern_without(self, queryset):
        return concern_of(queryset)


@admin.register(Link)
class LinkAdmin(Announces, Decides, LinksAnew, Curated):
    list_display = ["entity", "article_page", "mentions", "by_curator", "decision"]
    list_filter = ["decision", "by_curator", "entity__kind", ArticleFilter]
    search_fields = ["article__title", "entity__name", "entity__short_name"]
    autocomplete_fields = ["article", "entity"]
    list_select_related = ["article", "entity"]
    ordering = ["article_id", "-mention_count", "pk"]

    def get_fields(self, request, obj=None):
        return ["article", "entity", "mentions", "by_curator", "decision"] if obj else [
            "article", "entity"
        ]  # fmt: skip

    def get_readonly_fields(self, request, obj=None):
        return ["article", "entity", "mentions", "by_curator"] if obj else []

    @admin.display(description="article", ordering="article__title")
    def article_page(self, link):
        return page_link(link.article)

    @admin.display(ordering="mention_count")
    def mentions(self, link):
        return mentions_of(link)

    def save_model(self, request, obj, form, change):
        obj.by_curator = obj.by_curator or not change
        super().save_model(request, obj, form, change)
        self.tell(request, linking.link_articles([obj.article_id]))

    def decide(self, request, rows, verdict):
        articles = sorted({link.article_id for link in rows})
        change_many(rows, decision=verdict)
        # A link that no mention bears shows or not by the decision alone.
        announce(article_ids=articles)
        self.message_user(request, f"{counted(len(rows), 'link')} {DECIDED[verdict]}.")
        self.link_anew(request, Concern.of(articles=articles), self.in_words(rows))

    def concerned(self, rows):
        return {"article_ids": set(rows.order_by().values_list("article", flat=True))}

    def concern_without(self, queryset):
        return concern_of(queryset)


def mentions_of(link: Link) -> SafeString:
    """The count of a link's mentions that readers see, as a link to all of them."""
    label = counted(link.mention_count, "mention")
    return list_link(Mention, label, article=link.article_id, entity__id__exact=link.entity_id)
