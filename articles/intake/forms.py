"""The forms by which a text comes in by hand: the text itself, then what is to be said of it."""

import base64
from dataclasses import replace
from pathlib import Path

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from articles.errors import BadInput
from articles.finding import SUFFIXES
from articles.importing import MAX_BYTES
from articles.intake import giving
from articles.intake.giving import Given, Reading
from articles.models import Article

SALT = "articles.intake"
READ_AS = [(".txt", "plain text"), (".md", "Markdown"), (".html", "a web page (HTML)")]


def pack(given: Given) -> str:
    content = [given.name, given.encoding, base64.b64encode(given.raw).decode()]
    return signing.dumps(content, salt=SALT, compress=True)


def unpack(carried: str) -> Given:
    """The text as it was packed; BadSignature where the page did not come from here."""
    name, encoding, raw = signing.loads(carried, salt=SALT)
    return Given(base64.b64decode(raw), name, encoding)


class TextForm(forms.Form):
    """The first step: the text itself. `reading` is there once the form is valid."""

    text = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "class": "vLargeTextField"}),
        help_text="Line breaks are stored as LF, whatever the browser sends. To keep the very "
        "bytes of a file, upload it instead.",
    )
    read_as = forms.ChoiceField(
        label="Pasted text is", choices=READ_AS, required=False, initial=".txt"
    )
    file = forms.FileField(
        label="Or a file",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
        help_text=f"{', '.join(SUFFIXES)}, at most {MAX_BYTES:,} bytes.",
    )
    encoding = forms.CharField(
        label="Encoding of the file", required=False, initial="utf-8", max_length=40
    )
    carried = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, article: Article | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.article = article
        self.given: Given | None = None
        self.reading: Reading | None = None

    def clean_encoding(self):
        encoding = self.cleaned_data["encoding"] or "utf-8"
        try:
            "".encode(encoding)
        except (LookupError, UnicodeError):
            raise ValidationError(
                f"There is no encoding “{encoding}”; try utf-8, cp1252 or latin-1."
            ) from None
        return encoding

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and Path(file.name).suffix.lower() not in SUFFIXES:
            raise ValidationError(
                f"“{file.name}” is not one of {', '.join(SUFFIXES)}; convert it, or paste its text."
            )
        if file and file.size > MAX_BYTES:
            raise ValidationError(f"{file.size:,} bytes, more than {MAX_BYTES:,}; split the text.")
        return file

    def clean_carried(self):
        try:
            carried = self.cleaned_data["carried"]
            return unpack(carried) if carried else None
        except signing.BadSignature:
            raise ValidationError("This page is not as it was sent; begin anew.") from None

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        text, file = data["text"], data["file"]
        if text.strip() and file:
            self.add_error("file", "Give one of the two, a text or a file; empty the other.")
        elif file:
            self.take(Given(file.read(), file.name, data["encoding"]), "file")
        elif text.strip():
            name = giving.PASTED + (data["read_as"] or ".txt")
            self.take(Given(with_plain_breaks(text).encode(), name), "text")
        elif data["carried"]:
            self.take_carried(data["carried"], data["encoding"])
        else:
            self.add_error("text", "There is no text; paste one, or choose a file.")
        return data

    def take_carried(self, given: Given, encoding: str) -> None:
        if given.is_pasted:
            self.take(given, "text")
        else:
            # A file that could not be read is tried again in the encoding now named.
            named = encoding if "encoding" in self.data else given.encoding
            self.take(replace(given, encoding=named), "file")

    def take(self, given: Given, field: str) -> None:
        """Read the text; a fault stands at the field it came by, or at its encoding."""
        self.given = given
        if len(given.raw) > MAX_BYTES:
            size = f"{len(given.raw):,} bytes, more than {MAX_BYTES:,}"
            self.add_error(field, f"{size}; split the text.")
            return
        try:
            self.reading = giving.read(given, self.article)
        except BadInput as fault:
            is_undecoded = fault.problem.startswith("not ")
            self.add_error("encoding" if is_undecoded else field, said(fault))

    @property
    def kept(self) -> Given | None:
        """The uploaded text that need not be chosen again."""
        is_kept = self.given and not self.given.is_pasted and len(self.given.raw) <= MAX_BYTES
        return self.given if is_kept else None

    @property
    def packed(self) -> str:
        return pack(self.kept) if self.kept else ""


def with_plain_breaks(text: str) -> str:
    """A browser sends every line break of a text area as CR LF, whatever was pasted."""
    return text.replace("\r\n", "\n")


def said(fault: BadInput) -> str:
    """The fault in words for a page, on which there are no options of a command."""
    place = f"Line {fault.line}: " if fault.line else ""
    problem = fault.problem.replace("with --encoding", "below").strip().removesuffix(".")
    return f"{place}{problem if place else capfirst(problem)}."


class DetailsForm(forms.ModelForm):
    """The second step: what the article says of itself, as read, for the curator to correct."""

    source_url = forms.URLField(
        label="Address", required=False, max_length=2000, assume_scheme="https"
    )

    class Meta:
        model = Article
        fields = [
            "title", "slug", "language", "author", "publisher", "published", "source_url",
            "rights", "genre", "voice", "display", "is_public",
        ]  # fmt: skip
        widgets = {"title": forms.TextInput(attrs={"class": "vLargeTextField"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slug"].disabled = bool(self.instance.pk)

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        held = Article.objects.filter(slug=slug).exclude(pk=self.instance.pk).first()
        if held:
            raise ValidationError(
                format_html(
                    "“{}” is taken by <a href=\"{}\">{}</a>. Give another, or give this text as "
                    "a new one of that article.",
                    slug, reverse("admin:articles_article_text", args=[held.pk]), held,
                )
            )  # fmt: skip
        return slug


def begin_at(form: forms.BaseForm, name: str) -> None:
    """The page opens with the focus on the first field that has an error, else on this one."""
    wrong = (field.name for field in form.visible_fields() if field.errors)
    form.fields[next(wrong, name)].widget.attrs["autofocus"] = True
