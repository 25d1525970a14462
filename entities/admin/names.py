"""Rules for names, and names that no entity has, in admin."""

from django import forms
from django.contrib import admin
from django.utils import timezone

from articles.admin import ReadOnly
from articles.curating.curated import Curated
from entities.admin.relinking import LinksAnew
from entities.concern import Concern
from entities.matching import as_compared
from entities.models import Decision, NameRule, UnclaimedName


class NameRuleForm(forms.ModelForm):
    def clean(self):
        super().clean()
        name, entity = self.cleaned_data.get("text", ""), self.cleaned_data.get("entity")
        same = [
            rule
            for rule in NameRule.objects.exclude(pk=self.instance.pk).select_related("entity")
            if as_compared(rule.text) == as_compared(name)
        ]
        if any(rule.entity == entity for rule in same):
            self.add_error("text", "There is a rule for this name already: change that one.")
        always = [rule.entity for rule in same if rule.verdict == Decision.ACCEPTED]
        if always and self.cleaned_data.get("verdict") == Decision.ACCEPTED:
            self.add_error("entity", f"By another rule the name always means {always[0]}.")


@admin.register(NameRule)
class NameRuleAdmin(LinksAnew, Curated):
    form = NameRuleForm
    list_display = ["text", "entity", "verdict", "decided_at", "decided_by"]
    list_filter = ["verdict"]
    search_fields = ["text", "entity__name", "entity__short_name"]
    autocomplete_fields = ["entity"]
    list_select_related = ["entity"]

    def save_model(self, request, obj, form, change):
        obj.decided_by, obj.decided_at = request.user.get_username(), timezone.now()
        super().save_model(request, obj, form, change)
        texts = {obj.text, form.initial.get("text", obj.text)}
        entities = {obj.entity_id, form.initial.get("entity", obj.entity_id)}
        concern = Concern.of(texts, entities - {None}, is_rule=True)
        self.link_anew(request, concern, self.in_words([obj]))

    def concern_without(self, queryset):
        rules = list(queryset.exclude(entity=None).values_list("text", "entity"))
        texts, entities = {text for text, _ in rules}, {entity for _, entity in rules}
        return Concern.of(texts, entities, is_rule=True)


@admin.register(UnclaimedName)
class UnclaimedNameAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["text", "article_count", "mention_count"]
    search_fields = ["text"]
