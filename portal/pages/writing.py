"""Write out what of an article's page depends on its text and on the names in it: keys in, texts
out, in few queries however many articles. Writes nothing.
"""

import json
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field

from django.template.loader import render_to_string

from articles.models import LINKABLE, Article, ArticleVersion, Passage, PassageKind
from articles.whitespace import fold
from entities.kinds import in_kind_order
from entities.models import Link, Mention
from portal.pages.reading import contents
from portal.search.answering import telling_text
from portal.templatetags.texts import as_passage, in_element

# Quick to read, and a third as large as it stands on the page.
LEVEL = 1


@dataclass(frozen=True, slots=True)
class Text:
    """Pieces of the page of an article, written out; `passages` with their keys, in order."""

    heading: str
    passages: list[tuple[int, str]]
    left_out: str
    named: str
    named_count: int
    provenance: str
    # The stems by which others like it are found.
    words: str

    def packed(self) -> bytes:
        return zlib.compress(json.dumps(asdict(self), ensure_ascii=False).encode(), LEVEL)

    @classmethod
    def unpacked(cls, content: bytes) -> "Text":
        return cls(**json.loads(zlib.decompress(content)))


@dataclass(slots=True)
class Read:
    """A passage as a page shows it, with its mentions: start, end, and whom they link to."""

    pk: int
    position: int
    kind: str
    text: str
    line: int | None
    reason: str
    mentions: list[tuple[int, int, tuple[str, str, str]]] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"p{self.position}"

    @property
    def is_linkable(self) -> bool:
        return self.kind in LINKABLE

    @property
    def kind_label(self) -> str:
        return PassageKind(self.kind).label


@dataclass(frozen=True, slots=True)
class Named:
    """An entity that an article names, how often, and the place of the first passage to do so."""

    link: tuple[str, str, str]
    called: str
    mention_count: int
    first: int | None


def texts_of(article_ids: Sequence[int]) -> Iterator[tuple[int, Text]]:
    """The text of each of these articles that readers get."""
    passages, names = passages_of(article_ids), links_of(article_ids)
    versions = versions_of(article_ids)
    for article in Article.objects.for_page().filter(pk__in=article_ids).defer("imported"):
        yield (
            article.pk,
            text_of(article, passages[article.pk], names[article.pk], versions[article.pk]),
        )


def passages_of(article_ids: Sequence[int]) -> dict[int, list[Read]]:
    rows = Passage.objects.current().of_articles(article_ids).order_by("version", "position")
    names = "pk", "position", "kind", "text", "line", "reason", "version__article"
    grouped, by_key = defaultdict(list), {}
    for *values, article in rows.values_list(*names):
        passage = by_key[values[0]] = Read(*values)
        grouped[article].append(passage)
    for passage, start, end, link in mentions_in(article_ids):
        by_key[passage].mentions.append((start, end, link))
    return grouped


LINK = "entity__slug", "entity__kind", "entity__name"


def mentions_in(article_ids: Sequence[int]) -> Iterator[tuple]:
    rows = Mention.objects.public().of_articles(article_ids).order_by()
    for passage, start, end, *link in rows.values_list("passage", "start", "end", *LINK).iterator():
        yield passage, start, end, tuple(link)


def links_of(article_ids: Sequence[int]) -> dict[int, list[tuple]]:
    """By article: whom it links to, the entity's short name, and how often it has its names."""
    rows = Link.objects.public().filter(article__in=article_ids)
    rows = rows.order_by("-mention_count", "entity__name", "entity")
    grouped = defaultdict(list)
    for article, count, short_name, *link in rows.values_list(
        "article", "mention_count", "entity__short_name", *LINK
    ):
        grouped[article].append((tuple(link), short_name, count))
    return grouped


def versions_of(article_ids: Sequence[int]) -> dict[int, list[ArticleVersion]]:
    grouped = defaultdict(list)
    rows = ArticleVersion.objects.filter(article__in=article_ids).without_content()
    for version in rows.order_by("article"):
        grouped[version.article_id].append(version)
    return grouped


def text_of(article: Article, passages: list[Read], links: list[tuple], versions: list) -> Text:
    inside = [passage for passage in passages if passage.is_linkable]
    title = next((one for one in inside if one.kind == "title"), None)
    shown, left_out, heading = [], "", ""
    if article.shows_full_text:
        # A title given elsewhere heads the page, and the text's own stands below it.
        title_is_text = bool(title) and fold(title.text).text.strip() == article.title
        heading = in_element("h1", title) if title_is_text else ""
        shown = list(pieces_of(inside, title, title_is_text))
        outside = [passage for passage in passages if not passage.is_linkable]
        left_out = render("pages/_left_out.html", left_out=outside) if outside else ""
    named = names_of(links, inside if article.shows_full_text else ())
    return Text(
        heading=heading or render("pages/_heading.html", article=article),
        passages=shown,
        left_out=left_out,
        named=render("pages/_named.html", named=named),
        named_count=len(links),
        provenance=render("pages/_provenance.html", article=article, versions=versions,
                          version=next((one for one in versions if one.is_current), None)),
        words=telling_text(article, inside),
    )  # fmt: skip


def pieces_of(
    inside: list[Read], title: Read | None, title_is_text: bool
) -> Iterator[tuple[int, str]]:
    """What stands below the heading; what is no passage has no key."""
    if title_is_text:
        yield title.pk, ""
    if headings := contents(inside):
        yield 0, render("pages/_contents.html", contents=headings)
    if title and not title_is_text:
        yield title.pk, in_element("p", title, "passage-title")
    for passage in inside:
        if passage is not title:
            yield passage.pk, as_passage(passage)


def names_of(links: list[tuple], passages: Sequence[Read]) -> list[tuple[str, list[Named]]]:
    """The entities an article names, by kind, each with its count and its first passage."""
    first: dict[tuple, int] = {}
    for passage in passages:
        for _, _, link in passage.mentions:
            first.setdefault(link, passage.position)
    groups = defaultdict(list)
    for link, short_name, count in links:
        _, kind, name = link
        groups[kind].append(Named(link, short_name or name, count, first.get(link)))
    return in_kind_order(groups)


def render(template: str, **context) -> str:
    return render_to_string(template, context).strip()
