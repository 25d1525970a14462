"""What the knowledge adds to the admin pages of articles: their links, and the way to the desk."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html

from articles.admin import ArticleAdmin, NotByHand, page_link
from articles.models import Article
from entities.admin.mentions import mentions_of
from entities.models import Link


class LinkInline(NotByHand, admin.TabularInline):
    """The entities the article is linked to, to accept or reject."""

    model = Link
    verbose_name_plural = "links to entities"
    fields = ["decision", "entity_page", "mentions", "by_curator"]
    readonly_fields = ["entity_page", "mentions", "by_curator"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("article", "entity")

    @admin.display(description="entity")
    def entity_page(self, link):
        return page_link(link.entity)

    def mentions(self, link):
        return mentions_of(link)


class AddedLinkForm(forms.ModelForm):
    def clean_entity(self):
        # The links held are in another formset, so that this one cannot see them.
        entity = self.cleaned_data["entity"]
        if entity.links.filter(article=self.instance.article_id).exists():
            raise ValidationError(f"The article is linked to {entity} already.")
        return entity

    def save(self, commit=True):
        self.instance.by_curator = True
        return super().save(commit)


class AddedLinkFormSet(forms.BaseInlineFormSet):
    @classmethod
    def get_default_prefix(cls):
        return "added_links"


class AddedLinkInline(admin.TabularInline):
    """Apart from those held, so that each of them needs no list of all entities to choose from."""

    model = Link
    form = AddedLinkForm
    formset = AddedLinkFormSet
    verbose_name = "link by hand"
    verbose_name_plural = "links to add by hand"
    fields = ["entity"]
    autocomplete_fields = ["entity"]
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).none()


admin.site.unregister(Article)


@admin.register(Article)
class LinkedArticleAdmin(ArticleAdmin):
    inlines = [LinkInline, AddedLinkInline, *ArticleAdmin.inlines]

    def get_list_display(self, request):
        listed = super().get_list_display(request)
        return [*listed, "desk"] if request.user.has_perm("entities.add_relationship") else listed

    def desk(self, article):
        return format_html(
            '<a href="{}">Desk</a>', reverse("admin:desk_article", args=[article.pk])
        )
