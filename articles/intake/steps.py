"""The way of a text into the corpus by hand: paste or upload it, see it as the importer reads it,
correct that, and save.

Between the steps the text travels in the page itself, signed: nothing is left over on the server
by whoever goes away half-way, any process can go on with it, and what is stored is what was
shown. It is not read back from a text area, since a browser rewrites every line break there.
"""

from copy import copy
from pathlib import Path

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.text import slugify
from django.views.generic import View

from articles.intake import giving, previewing
from articles.intake.forms import DetailsForm, TextForm, begin_at, pack
from articles.intake.giving import ChangedMeanwhile, Reading
from articles.intake.ranges import read_ranges, write_ranges
from articles.models import LINKABLE, Article, PassageKind, TitleSource
from articles.parsing import slug_of

CHANGED = (
    "The article was changed meanwhile, so nothing was saved. What you wrote is still here: look "
    "at it once more, and save again if it is still right."
)
# What the rest of a text is marked as, below the place where a curator ends the article.
REST = PassageKind.NOTICE


class Intake(View):
    """Of a new article, or of a new text for `article`. Whoever may come in, the admin says."""

    model_admin = None
    article: Article | None = None

    def get(self, request):
        return self.ask(TextForm(article=self.article))

    def post(self, request):
        form = TextForm(request.POST, request.FILES, article=self.article)
        if not form.is_valid():
            post = self.request.POST
            return self.ask(form, self.typed(), post.get("ranges", ""), post.get("of", ""))
        if "_again" in request.POST:
            return self.ask_again(form.reading)
        return self.go_on(form.reading)

    def ask(self, form: TextForm, typed: dict | None = None, ranges: str = "", of: str = ""):
        """The first step; what was typed in the second comes along."""
        begin_at(form, "text")
        known = {"form": form, "typed": typed or {}, "ranges": ranges, "of": of}
        return self.render("give", known)

    def ask_again(self, reading: Reading):
        given, typed = reading.given, self.typed()
        changed = DetailsForm(typed, instance=self.instance(), initial=proposed(reading))
        pasted = {"text": given.text, "read_as": Path(given.name).suffix} if given.is_pasted else {}
        form = TextForm(initial=pasted | {"encoding": given.encoding})
        form.given = given
        kinds, _ = self.kinds(reading)
        own = {name: typed.get(name) or "" for name in changed.changed_data}
        ranges = write_ranges(kinds, reading.kinds)
        return self.ask(form, own, ranges, reading.source.sha256)

    def go_on(self, reading: Reading):
        """The second step, again and again until all is right."""
        kinds, fault = self.kinds(reading)
        initial = proposed(reading)
        if "_save" not in self.request.POST:
            form = DetailsForm(instance=self.instance(), initial=initial | self.typed())
            return self.show(reading, form, kinds, fault)
        form = DetailsForm(self.request.POST, instance=self.instance(), initial=initial)
        if not form.is_valid() or fault:
            return self.show(reading, form, kinds, fault)
        try:
            return self.store(reading, form, kinds)
        except (ChangedMeanwhile, IntegrityError):
            form.add_error(None, CHANGED)
            self.refresh()
            return self.show(giving.read(reading.given, self.article), form, kinds, fault)

    def refresh(self) -> None:
        if self.article:
            self.article = Article.objects.get(pk=self.article.pk)

    def instance(self) -> Article:
        # A form writes on its instance, valid or not.
        return copy(self.article) if self.article else Article()

    def typed(self) -> dict:
        """What stands in the fields of the second step; a box left empty is not sent at all."""
        post = self.request.POST
        typed = {name: post[name] for name in DetailsForm.Meta.fields if name in post}
        return typed | ({"is_public": "is_public" in post} if "state" in post else {})

    def kinds(self, reading: Reading) -> tuple[list[str], str]:
        """The kinds as the curator has them, and what is wrong with the ranges."""
        post, kinds = self.request.POST, list(reading.kinds)
        if post.get("of") != reading.source.sha256:
            return kinds, ""
        kinds = [post.get(f"kind-{at}", kind) for at, kind in enumerate(kinds, 1)]
        if unknown := set(kinds) - set(PassageKind.values):
            return list(reading.kinds), f"“{unknown.pop()}” is no kind of passage."
        try:
            for position, kind in read_ranges(post.get("ranges", ""), len(kinds)).items():
                kinds[position - 1] = kind
        except ValueError as error:
            return kinds, str(error)
        return without_rest(kinds, post.get("rest", "")), ""

    def show(self, reading: Reading, form: DetailsForm, kinds: list[str], fault: str):
        # A fault in the ranges is the first where the fields above have none.
        if form.errors or not fault:
            begin_at(form, "title")
        is_long = len(kinds) > previewing.MOST_CHOSEN
        of_long = write_ranges(kinds, reading.kinds) if is_long else ""
        rows = previewing.rows_of(reading, kinds, self.article)
        known = {
            "form": form, "kinds": PassageKind.choices, "is_long": is_long,
            "rows": rows[: previewing.MOST_SHOWN],
            "ranges": self.request.POST.get("ranges") if fault else of_long, "fault": fault,
            "warnings": previewing.warnings_of(reading, form["slug"].value(), self.article),
            "reading": reading, "carried": pack(reading.given), "count": len(kinds),
            "beyond": max(0, len(rows) - previewing.MOST_SHOWN),
            "left_out": sum(kind not in LINKABLE for kind in kinds),
            "new": sum(row.state == "new" for row in rows),
            "gone": sum(row.state == "gone" for row in rows),
        }  # fmt: skip
        return self.render("preview", known)

    def store(self, reading: Reading, form: DetailsForm, kinds: list[str]):
        values = {name: value for name, value in form.cleaned_data.items() if name != "slug"}
        if values["title"] == reading.values["title"]:
            values["title_source"] = reading.values["title_source"]
        else:
            values["title_source"] = TitleSource.CURATOR
        state, slug = self.request.POST.get("state", ""), form.cleaned_data["slug"]
        return self.done(giving.store(reading, slug, values, kinds, state), len(kinds))

    def done(self, article: Article, count: int):
        request, says = self.request, "A new text was given."
        if self.article:
            self.model_admin.log_change(request, article, says)
        else:
            self.model_admin.log_addition(request, article, says)
        if "_popup" in request.POST:
            return self.model_admin.response_add(request, article)
        messages.success(request, f"“{article}” is held, in {count:,} passages.")
        return HttpResponseRedirect(page_of(article))

    def render(self, step: str, known: dict):
        request, site = self.request, self.model_admin.admin_site
        title = f"A new text for “{self.article}”" if self.article else "A new article"
        own = {"title": title, "opts": self.model_admin.opts, "article": self.article}
        own |= {"is_popup": "_popup" in {**request.GET, **request.POST}}
        own |= {"is_nav_sidebar_enabled": False}
        template = f"admin/articles/article/{step}.html"
        return TemplateResponse(request, template, site.each_context(request) | own | known)


def proposed(reading: Reading) -> dict:
    return reading.values | {"slug": reading.source.slug or proposed_slug(reading)}


def proposed_slug(reading: Reading) -> str:
    """What the text or the name of its file says; of a pasted text, its title."""
    slug = reading.parsed.slug
    is_nameless = reading.given.is_pasted and slug == slug_of(Path(reading.given.name))
    return slugify(reading.values["title"])[:200].strip("-") if is_nameless else slug


def without_rest(kinds: list[str], first: str) -> list[str]:
    """Leave out what is of the article from a position on."""
    # No text has a position of more digits.
    is_position = first.isdecimal() and len(first) < 10
    end = int(first) if is_position else len(kinds) + 1
    return [REST if at >= end and kind in LINKABLE else kind for at, kind in enumerate(kinds, 1)]


def page_of(article: Article) -> str:
    """The article's desk, where there is one, else its page in admin."""
    try:
        return reverse("admin:desk_article", args=[article.pk])
    except NoReverseMatch:
        return reverse("admin:articles_article_change", args=[article.pk])
