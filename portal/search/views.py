"""The pages of the search."""

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.generic import TemplateView, View

from articles.models import Article
from entities.listed import entities_listed
from portal.pages.filters import ArticleFilter
from portal.search import answering, corrections, facets, nearest
from portal.search.backends import backend
from portal.search.contract import Hits, Sort, TooSlow, Unavailable
from portal.search.indexing import report_doubt
from portal.search.limits import bounded
from portal.search.suggestions import suggest

PAGE = 20
MOST_PAGES = 50
# What a page may show all of, instead of the first few beside the articles.
SHOWS = ("entities", "statements")


class Answering:
    """A view that searches: without an index, or out of time, it says so with a sentence."""

    # Whether it goes without a part that only the index could give.
    is_in_part = False

    def dispatch(self, request, *args, **kwargs):
        try:
            with bounded():
                response = super().dispatch(request, *args, **kwargs)
                # Rows are read while the template is rendered, and within the same limit.
                response = response.render() if hasattr(response, "render") else response
                if self.is_in_part:
                    # Nobody is to be told later that this is still the page.
                    response.headers["Cache-Control"] = "no-store"
                return response
        except Unavailable:
            report_doubt()
            # An edition brings its own, which nobody makes anew.
            what = "cannot be read at the moment" if settings.READS_EDITIONS else "is being made"
            return unavailable(
                request,
                f"The search index {what}. Everything can be browsed meanwhile; "
                "search again in a few minutes.",
            )
        except TooSlow:
            return unavailable(
                request,
                "This search took more than a second and was stopped. Narrow it down: add a word, "
                "an entity or a year.",
            )


def unavailable(request, message: str):
    response = render(request, "503.html", {"message": message}, status=503)
    response["Retry-After"] = "60"
    return response


class SearchPage(Answering, TemplateView):
    template_name = "search/results.html"

    def get_context_data(self, **kwargs):
        typed = self.request.GET.get("q", "")
        self.parsed, self.question = answering.ask(typed)
        # What the box shows is what was typed; every address holds what was understood.
        self.fixed = [("q", str(self.parsed.query))] if self.parsed.query.clauses else []
        filterset = ArticleFilter(self.request.GET, Article.objects.none())
        self.narrowing = filterset.narrowing(reverse("search"), self.fixed)
        self.search = self.narrowing.narrow(self.question.search)
        context = super().get_context_data(
            query_text=" ".join(typed.split()),
            faults=filterset.faults(),
            chips=self.narrowing.chips(),
            clear_url=self.narrowing.clear_url,
            **kwargs,
        )
        if not (self.fixed or self.narrowing.is_narrowed or self.repairs()):
            return context
        answer = self.answer()
        return context | {
            "answer": answer,
            "facets": answer.pop("facets", []),
            "facet_bounds": facets.bounds(answer["total"]),
            "canonical": self.request.build_absolute_uri(self.address(page=answer["page_number"])),
        }

    def answer(self) -> dict:
        read = {
            "repairs": self.repairs(),
            "readings": self.question.readings,
            "query_is_several": len(self.question.search.wanted) > 1,
        }
        shown = self.request.GET.get("show")
        if not (self.fixed or self.narrowing.is_narrowed):
            # Nothing was left of what was typed: there is only to say so.
            return read | self.pages(1, 0, 0) | {"empty": self.empty([])}
        return read | (getattr(self, shown)() if shown in SHOWS else self.everything())

    def repairs(self) -> list[str]:
        said = [*self.parsed.repairs, *self.question.notes]
        if self.parsed.query.in_title and not self.parsed.query.clauses:
            said.append("“in:title” needs words to look for beside it.")
        return said

    def everything(self) -> dict:
        number = self.page_number()
        hits = self.hits(number)
        if number > page_count(hits.total):
            number = page_count(hits.total)
            hits = self.hits(number)
        beside = self.beside() if number == 1 else {"entities": [], "statements": []}
        first = (number - 1) * PAGE
        steps = [] if hits.total else nearest.steps(self.question, self.narrowing)
        is_empty = not (hits.total or beside["entities"] or beside["statements"])
        return {
            "articles": answering.article_hits(hits.keys, self.question),
            "with_all": hits.with_all,
            # So many from here on hold all of the words; none, where it is less than nought.
            "boundary": hits.with_all - first,
            "ranked": hits.ranked,
            "facets": self.narrowing.groups(self.question.search),
            "suggestion": None if hits.with_all else self.suggestion(),
            "empty": self.empty(steps) if is_empty else None,
            "steps": steps,
            **beside,
            **self.pages(number, hits.total, len(hits.keys)),
        }

    def hits(self, number: int) -> Hits:
        offset = (number - 1) * PAGE
        return backend().search(Sort.ARTICLE, self.search, offset=offset, limit=PAGE)

    def beside(self) -> dict:
        """The first entities and statements that answer, beside the articles."""
        keys, entity_total = answering.find_entities(
            self.question.named, self.search, offset=0, limit=answering.CARDS
        )
        statements = answering.find_statements(self.search, offset=0, limit=answering.STATEMENTS)
        return {
            "entities": entities_listed(keys),
            "entity_total": entity_total,
            "entities_url": self.address(show="entities"),
            "statements": answering.statement_hits(statements.keys, self.question.search.sequence),
            "statement_total": statements.total,
            "statements_hold_some": not statements.with_all,
            "statements_url": self.address(show="statements"),
        }

    def entities(self) -> dict:
        number = self.page_number()
        keys, total = answering.find_entities(
            self.question.named, self.search, offset=(number - 1) * PAGE, limit=PAGE
        )
        cards = entities_listed(keys)
        return {"only": "entities", "entities": cards, "entity_total": total} | self.pages(
            number, total, len(cards)
        )

    def statements(self) -> dict:
        number = self.page_number()
        hits = answering.find_statements(self.search, offset=(number - 1) * PAGE, limit=PAGE)
        shown = answering.statement_hits(hits.keys, self.question.search.sequence)
        return {
            "only": "statements",
            "statements": shown,
            "statement_total": hits.total,
            "statements_hold_some": not hits.with_all,
            **self.pages(number, hits.total, len(shown)),
        }

    def suggestion(self) -> dict | None:
        better = corrections.correct(self.question, self.narrowing.narrow)
        if better is None:
            return None
        fixed = [("q", str(better))]
        pairs = [*fixed, *(pair for pair in self.narrowing.pairs() if pair not in self.fixed)]
        return {"text": str(better), "url": self.narrowing.url(pairs)}

    def empty(self, steps: list) -> dict:
        return {
            "steps": steps,
            "searched": "Searched were the titles, headings and text of all articles, the names "
            "and descriptions of entities, and the wording and quotes of statements.",
            "not_covered": "Not covered are what was left out of the articles (promotion, teasers, "
            "notices), curator’s notes and outside sources.",
        }

    def page_number(self) -> int:
        typed = self.request.GET.get("page", "1")
        number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 1
        return min(max(number, 1), MOST_PAGES)

    def pages(self, number: int, total: int, shown: int) -> dict:
        pages = page_count(total)
        number = min(number, pages)
        is_cut = total > MOST_PAGES * PAGE
        asked = self.request.GET.get("page", "1")
        return {
            "total": total,
            "first": (number - 1) * PAGE + 1 if shown else 0,
            "last": (number - 1) * PAGE + shown,
            "page_number": number,
            "page_count": pages,
            "previous_query": self.query_of(number - 1) if number > 1 else None,
            "next_query": self.query_of(number + 1) if number < pages else None,
            "page_limit_note": LIMIT_NOTE if is_cut and number == MOST_PAGES else "",
            "page_fault": "" if asked in ("", str(number)) else PAGE_FAULT.format(pages),
        }

    def query_of(self, page: int) -> str:
        return self.address(page=page).partition("?")[2]

    def address(self, *, page: int = 1, show: str | None = None) -> str:
        """This state at its one address."""
        shown = self.request.GET.get("show") if show is None else show
        pairs = self.narrowing.pairs()
        pairs += [("show", shown)] if shown in SHOWS else []
        pairs += [("page", str(page))] if page > 1 else []
        return self.narrowing.url(pairs)


LIMIT_NOTE = (
    f"The first {MOST_PAGES * PAGE:,} results can be paged through. Narrow the search down to see "
    "the others."
)
PAGE_FAULT = "There is no such page. The last page is {}."


def page_count(total: int) -> int:
    return max(1, min(MOST_PAGES, -(-total // PAGE)))


class Suggestions(Answering, View):
    """Completions of what is being typed, for the box on every page and for browsers.

    Source: OpenSearch Suggestions 1.0: the text, completions, what each is, and where it leads.
    The letters and shapes of the kinds come last, for our own box; browsers pass them over.
    """

    def get(self, request):
        typed = request.GET.get("q", "")
        found = suggest(typed)
        answer = [
            typed,
            [one.text for one in found],
            [one.what for one in found],
            [one.url for one in found],
            [one.letter for one in found],
            [one.shape for one in found],
        ]
        return JsonResponse(
            answer,
            safe=False,
            content_type="application/x-suggestions+json",
            json_dumps_params={"ensure_ascii": False},
        )


class HelpPage(TemplateView):
    template_name = "search/help.html"


class OpenSearchDescription(TemplateView):
    template_name = "opensearch.xml"
    content_type = "application/opensearchdescription+xml"

    def get_context_data(self, **kwargs):
        base = self.request.build_absolute_uri("/").rstrip("/")
        return super().get_context_data(base=base, **kwargs)


class Robots(TemplateView):
    template_name = "robots.txt"
    content_type = "text/plain; charset=utf-8"
