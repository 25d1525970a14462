"""The corpus in admin: what curators may change of an article, and what they only read."""

from collections.abc import Callable, Iterable
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.contrib.admin.checks import InlineModelAdminChecks
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Count, F, Max
from django.http import Http404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.curating.curated import Curated
from articles.curating.lacking import Lacking
from articles.history import change_many, keep_before
from articles.intake.steps import Intake
from articles.models import (
    AnnouncedPiece,
    Article,
    ArticleVersion,
    CandidateOrigin,
    Collection,
    Membership,
    Passage,
    PassageKind,
)
from articles.signals import article_changed

# A filter that lists more articles than this helps nobody: search and links lead there instead.
MOST_OFFERED = 50
# Django refuses a form of more than 1,000 fields; the passages of a long article have their list.
MOST_PASSAGES = 200
# More than any row's position.
OUT_OF_THE_WAY = 1_000_000
# An address written without its scheme is one of https.
ADDRESSES = {models.URLField: {"assume_scheme": "https"}}


def page_link(row: models.Model) -> SafeString:
    """The row, as a link to its page in admin."""
    address = reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])
    return format_html('<a href="{}">{}</a>', address, row)


def list_link(model: type[models.Model], label: str, **filters) -> SafeString:
    """A link to the list of a model in admin, narrowed by `filters`."""
    address = reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist")
    return format_html('<a href="{}?{}">{}</a>', address, urlencode(filters), label)


def counted(number: int, what: str) -> str:
    """'1 passage', '2 passages'."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


class Kept:
    """For rows that are never deleted by themselves, only with what they belong to."""

    can_delete = False

    def has_delete_permission(self, request, obj=None):
        # Asked from another model's page, the answer is about taking them along.
        own_pages = f"{self.opts.app_label}_{self.opts.model_name}_"
        if request.resolver_match.url_name.startswith(own_pages):
            return False
        return super().has_delete_permission(request, obj)


class NotByHand(Kept):
    """For rows that are made, and taken away, with what they belong to."""

    def has_add_permission(self, request, obj=None):
        return False


class ReadOnly(NotByHand):
    """For rows that are only looked at here."""

    def has_change_permission(self, request, obj=None):
        return False


class FixedSlug:
    """For rows whose address never changes: the slug is given once."""

    def get_readonly_fields(self, request, obj=None):
        fixed = ("slug",) if obj else ()
        return (*super().get_readonly_fields(request, obj), *fixed)


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        lines = super().to_python(value).splitlines()
        return [line.strip() for line in lines if line.strip()]


class InOrder(forms.BaseInlineFormSet):
    """Rows that stand in an order; a new one without a position goes to the end."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if form.instance._state.adding:
            form.fields["position"].required = False
            form.initial["position"] = None

    def save(self, commit=True):
        # Two rows that change places, or one that takes a deleted one's, would meet on the way.
        moving = [form.instance for form in self.initial_forms if form.has_changed()]
        keep_before(moving)
        self.model.objects.filter(pk__in=[one.pk for one in moving]).update(
            position=F("position") + OUT_OF_THE_WAY
        )
        return super().save(commit)

    def save_new(self, form, commit=True):
        if form.instance.position is None:
            form.instance.position = self.next_position()
        return super().save_new(form, commit)

    def next_position(self) -> int:
        siblings = self.model.objects.filter(**{self.fk.name: self.instance})
        return (siblings.aggregate(last=Max("position"))["last"] or 0) + 1


class ArticleFilter(admin.SimpleListFilter):
    """The rows of one article; `path` leads from a row to it."""

    title = parameter_name = path = "article"

    def lookups(self, request, model_admin):
        offered = Article.objects.order_by("title").values_list("pk", "title")
        if offered.count() > MOST_OFFERED:
            offered = offered.filter(pk=self.chosen)
        return list(offered)

    def queryset(self, request, queryset):
        return queryset.filter(**{self.path: self.chosen}) if self.chosen else queryset

    @property
    def chosen(self):
        value = self.value() or ""
        # No database holds more digits.
        return int(value) if value.isdecimal() and len(value) < 19 else None


class VersionArticleFilter(ArticleFilter):
    path = "version__article"


def send_changed(article_ids: Iterable[int]) -> None:
    """Within the caller's transaction, let linking, anchoring and the index follow."""
    article_changed.send(sender=Article, article_ids=sorted(set(article_ids)))


class CandidateOriginInline(admin.StackedInline):
    model = CandidateOrigin
    verbose_name = "candidate origin, not confirmed"
    formfield_overrides = ADDRESSES
    extra = 0


class VersionInline(ReadOnly, admin.TabularInline):
    model = ArticleVersion
    fields = ["file_name", "byte_count", "encoding", "imported_at", "is_current"]
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).without_content().select_related("article")


class PassageFormSet(forms.BaseModelFormSet):
    """The passages of an article's current version.

    From article to passage one goes through the version, which no inline formset of Django does.
    """

    # Django's admin asks for it to write its log, and a formset that only edits never sets it.
    new_objects = ()

    def __init__(self, *, instance, queryset, save_as_new=False, **kwargs):
        super().__init__(queryset=queryset.current().of_articles([instance.pk]), **kwargs)

    @classmethod
    def get_default_prefix(cls):
        return "passages"

    def clean(self):
        super().clean()
        # Rows of an earlier version would give their kinds to others in the same position.
        if any(form.cleaned_data.get("id") != form.instance for form in self.initial_forms):
            raise ValidationError("The article was imported anew meanwhile: load this page again.")


class ThroughVersionChecks(InlineModelAdminChecks):
    """Without the checks for a foreign key to the article, as Django's own generic inlines do."""

    def _check_exclude_of_parent_model(self, obj, parent_model):
        return []

    def _check_relation(self, obj, parent_model):
        return []


class PassageInline(NotByHand, admin.TabularInline):
    model = Passage
    history_path = "version__article"
    checks_class = ThroughVersionChecks
    verbose_name_plural = "passages of the current version"
    fields = ["kind", "proposed_kind", "line", "reason", "text"]
    readonly_fields = ["proposed_kind", "line", "reason", "text"]

    def get_formset(self, request, obj=None, **kwargs):
        return forms.modelformset_factory(
            Passage, formset=PassageFormSet, fields=["kind"], extra=0, max_num=0, edit_only=True
        )


class ArticleForm(forms.ModelForm):
    references_not_held = LinesField(
        required=False, help_text="Other articles that the text speaks of, one a line."
    )
    site_markers = LinesField(
        required=False, help_text="Traces of the site in the text, one a line. Shown in admin only."
    )


class ArticleLacks(Lacking):
    offered = {"publisher": ("a publisher", "without_publisher")}


@admin.register(Article)
class ArticleAdmin(Curated):
    """Articles come from the importer alone, whether by files or by hand."""

    form = ArticleForm
    change_form_template = "admin/articles/article/change_form.html"
    # The text went with it: it comes back by another import.
    can_come_back = False
    formfield_overrides = ADDRESSES
    inlines = [CandidateOriginInline, VersionInline, PassageInline]
    list_display = ["title", "publisher", "published", "language", "display", "is_public"]
    list_filter = [ArticleLacks, "is_public", "display", "language", "publisher"]
    search_fields = ["title", "slug", "publisher", "author"]
    readonly_fields = ["slug", "imported_at", "passages"]
    fieldsets = [
        ("Text", {"fields": ["title", "title_source", "slug", "language", "genre", "voice",
                             "passages"]}),
        ("Provenance", {
            "fields": ["author", "publisher", "published", "source_url", "rights",
                       "references_not_held", "site_markers", "imported_at"],
            "description": "What the text does not say stays empty.",
        }),
        ("Visibility", {"fields": ["display", "is_public"]}),
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).defer("imported")

    def get_inlines(self, request, obj):
        if obj and Passage.objects.current().of_articles([obj.pk]).count() > MOST_PASSAGES:
            return [inline for inline in self.inlines if inline is not PassageInline]
        return self.inlines

    def get_urls(self):
        text = path(
            "<path:object_id>/text/",
            self.admin_site.admin_view(self.text_view),
            name="articles_article_text",
        )
        return [text, *super().get_urls()]

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        return Intake.as_view(model_admin=self)(request)

    def text_view(self, request, object_id):
        """A new text for an article that is held."""
        article = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        if article is None:
            raise Http404(f"There is no article {object_id}.")
        return Intake.as_view(model_admin=self, article=article)(request)

    def passages(self, article):
        passages = Passage.objects.current().of_articles([article.pk])
        label = counted(passages.count(), "passage")
        return list_link(Passage, label, article=article.pk, version__is_current__exact=1)

    def save_related(self, request, form, formsets, change):
        """All is saved by now, whichever part of the page was changed."""
        super().save_related(request, form, formsets, change)
        send_changed([form.instance.pk])

    def delete_model(self, request, obj):
        self.delete_queryset(request, Article.objects.filter(pk=obj.pk))

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        ids = list(queryset.values_list("pk", flat=True))
        super().delete_queryset(request, queryset)
        send_changed(ids)


@admin.register(CandidateOrigin)
class CandidateOriginAdmin(ReadOnly, Curated):
    """Worked on from the page of its article."""

    formfield_overrides = ADDRESSES
    list_display = ["url", "publisher", "article", "status"]
    search_fields = ["url", "publisher", "article__title"]
    list_select_related = ["article"]


@admin.register(ArticleVersion)
class ArticleVersionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["file_name", "article", "sha256", "byte_count", "imported_at", "is_current"]
    list_filter = ["is_current", "encoding", ArticleFilter]
    search_fields = ["file_name", "sha256", "article__title", "article__slug"]
    fields = ["article", "file_name", "sha256", "byte_count", "encoding", "imported_at",
              "is_current", "passages"]  # fmt: skip
    readonly_fields = ["passages"]
    ordering = ["-imported_at", "-pk"]

    def get_queryset(self, request):
        versions = super().get_queryset(request).without_content()
        return versions.select_related("article").defer("article__imported")

    def passages(self, version):
        label = counted(version.passages.count(), "passage")
        return list_link(Passage, label, version__id__exact=version.pk)


def marking(kind: PassageKind) -> Callable:
    """The action that gives the chosen passages this kind."""

    @admin.action(description=f"Mark as {kind.label}", permissions=["change"])
    def mark(model_admin, request, queryset):
        model_admin.mark(request, queryset, kind)

    mark.__name__ = f"mark_{kind}"
    return mark


@admin.register(Passage)
class PassageAdmin(NotByHand, Curated):
    list_display = ["__str__", "kind", "proposed_kind", "line", "article"]
    list_filter = ["version__is_current", "kind", "proposed_kind", VersionArticleFilter]
    search_fields = ["text"]
    ordering = ["version_id", "position"]
    fields = ["article", "version", "position", "line", "kind", "proposed_kind", "reason", "group",
              "part", "text"]  # fmt: skip
    readonly_fields = [name for name in fields if name != "kind"]
    actions = [marking(kind) for kind in PassageKind]

    def get_queryset(self, request):
        passages = super().get_queryset(request).select_related("version__article")
        return passages.defer("version__content", "version__article__imported")

    def has_change_permission(self, request, obj=None):
        # What an earlier version was read as is history.
        is_history = obj is not None and not obj.version.is_current
        return not is_history and super().has_change_permission(request, obj)

    def article(self, passage):
        return page_link(passage.version.article)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        send_changed([obj.version.article_id])

    @transaction.atomic
    def mark(self, request, queryset, kind: PassageKind) -> None:
        passages = list(queryset.current())
        change_many(passages, kind=kind)
        send_changed(one.version.article_id for one in passages)
        self.message_user(request, f"{counted(len(passages), 'passage')} marked as {kind.label}.")


class MembershipInline(admin.TabularInline):
    model = Membership
    verbose_name_plural = "articles"
    formset = InOrder
    fields = ["position", "article"]
    autocomplete_fields = ["article"]
    extra = 1


class AnnouncedPieceInline(admin.TabularInline):
    model = AnnouncedPiece
    formset = InOrder
    fields = ["position", "line", "about", "words"]
    verbose_name_plural = "announced pieces that are not held"
    extra = 1


@admin.register(Collection)
class CollectionAdmin(FixedSlug, Curated):
    fields = ["title", "title_source", "slug", "introduction"]
    inlines = [MembershipInline, AnnouncedPieceInline]
    list_display = ["title", "introduction", "member_count", "announced_count"]
    search_fields = ["title", "slug", "members__title"]
    ordering = ["title"]
    autocomplete_fields = ["introduction"]

    def get_queryset(self, request):
        collections = super().get_queryset(request).select_related("introduction")
        return collections.defer("introduction__imported").annotate(
            member_count=Count("membership", distinct=True),
            announced_count=Count("announced", distinct=True),
        )

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["title"]}

    @admin.display(description="articles", ordering="member_count")
    def member_count(self, collection):
        return collection.member_count

    @admin.display(description="announced, not held", ordering="announced_count")
    def announced_count(self, collection):
        return collection.announced_count


@admin.register(Membership)
class MembershipAdmin(Curated):
    list_display = ["article", "collection", "position"]
    list_filter = ["collection"]
    search_fields = ["article__title", "collection__title"]
    autocomplete_fields = ["article", "collection"]
    list_select_related = ["article", "collection"]


@admin.register(AnnouncedPiece)
class AnnouncedPieceAdmin(Curated):
    list_display = ["words", "about", "collection", "line", "position"]
    list_filter = ["collection"]
    search_fields = ["words", "about", "collection__title"]
    autocomplete_fields = ["collection"]
    list_select_related = ["collection"]
