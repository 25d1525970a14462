"""Markdown and HTML as blocks of text."""

import signal
import time
from pathlib import Path

import pytest

from articles import markup
from articles.errors import BadInput

PATH = Path("page.html")
SENTENCE = "Japan and Namibia signed an agreement on the exploration of rare earth elements. "
PARAGRAPH = f"<p>{SENTENCE * 4}</p>"


def blocks(source: str) -> list[str]:
    return [text for text, _ in markup.read_blocks(source, PATH)]


def page(body: str, head: str = "") -> list[str]:
    source = f"<html><head>{head}</head><body>{body}</body></html>"
    return [text for text, _ in markup.read_html(source, PATH)[1]]


def md(source: str) -> list[tuple[str, int | None]]:
    return markup.read_markdown(source, PATH)


@pytest.mark.parametrize(
    "source, wanted",
    [
        ("<p>One</p><p>Two</p>", ["One", "Two"]),
        ("One<br>Two", ["One Two"]),
        ("<p>a &amp; b &lt;c&gt; &eacute;&nbsp;d &#8217;</p>", ["a & b <c> é d ’"]),
        ("<p>  much \n\t space </p>", ["much space"]),
        ("<pre>  kept\n    as it is\n</pre>", ["  kept\n    as it is"]),
        ("<p>rare <b>ear</b>ths in H<sub>2</sub>O</p>", ["rare earths in H2O"]),
        ("<ul><li>one<ul><li>inner</li></ul>rest</li><li>two</li></ul>",
         ["one", "inner", "rest", "two"]),
        ("<dl><dt>term</dt><dd>what it means</dd></dl>", ["term", "what it means"]),
        ("<table><caption>C</caption><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr>"
         "</table>", ["C", "A | B", "1 | 2"]),
        ("<table><tr><td>Nd<sub>2</sub>O<sub>3</sub></td><td>one<br>two<p>three</p></td></tr>"
         "</table>", ["Nd2O3 | one two three"]),
        ("before<p>in</p>after", ["before", "in", "after"]),
        ("one<hr>two<address>three</address><main>four</main><nav>five</nav>six",
         ["one", "two", "three", "four", "five", "six"]),
        ("<b>in<div>block</div>out</b>", ["in", "block", "out"]),
        ("<p>x</p><script>var a = 1</script><style>p {}</style><noscript>no</noscript>"
         "<template>t</template><iframe>f</iframe><svg><text>s</text></svg>", ["x"]),
        ("<p>a<!-- comment -->b</p>", ["ab"]),
        ("<blockquote><p>said</p></blockquote>", ["said"]),
        ("<p>open <p>and <b>never closed", ["open", "and never closed"]),
        ("</div></p><p>closed too often</p></span>", ["closed too often"]),
        ("<p onclick='x()'>hand<img src=x onerror=y>le</p>", ["handle"]),
        ("", []),
    ],
)  # fmt: skip
def test_html_is_read_as_a_browser_shows_it(source, wanted):
    assert blocks(source) == wanted


def test_headings_know_their_level():
    found = markup.read_blocks("<h1>A</h1><h2>B <em>b</em></h2><h6>C</h6><p>d</p>", PATH)
    assert found == [("A", 1), ("B b", 2), ("C", 6), ("d", None)]


# --- pages


def test_the_main_text_of_a_page_is_found():
    found = page(
        "<nav><a href=/>Home</a><a href=/about>About us</a></nav>"
        f"<article><h1>A deal</h1>{PARAGRAPH}<h2>More</h2>{PARAGRAPH}</article>"
        "<script>track()</script><footer><a href=/imprint>Imprint</a></footer>"
    )
    assert found == ["A deal", SENTENCE.strip() + " " + (SENTENCE * 3).strip(), "More", found[1]]


def test_inline_markup_breaks_no_word_of_a_page():
    for body in (
        "<p>Rare <em>ear</em>ths in H<sub>2</sub>O.</p>",
        f"<p>Ra<b>re</b>.</p>{PARAGRAPH}",
    ):
        words = " ".join(page(body))
        assert "Rare" in words
        assert "\n" not in words


def test_a_page_of_a_few_words_keeps_them_all():
    found = page("<nav>Home</nav><p>Hello <b>wor</b>ld.</p>", "<title>A greeting</title>")
    assert found == ["A greeting", "Home", "Hello world."]


def test_a_page_says_of_itself_what_its_head_states():
    head = (
        "<title>A deal</title><meta name=author content='Ann Author'>"
        "<meta property='og:site_name' content='The Site'>"
        "<link rel=canonical href='https://example.org/deal'>"
        "<meta property='article:published_time' content='2023-08-08T10:00:00Z'>"
    )
    source = f"<html lang=en-GB><head>{head}</head><body><h1>A deal</h1>{PARAGRAPH}</body></html>"
    record, _ = markup.read_html(source, PATH)
    assert record == {
        "title": "A deal", "author": "Ann Author", "publisher": "The Site", "language": "en-GB",
        "published": "2023-08-08", "source_url": "https://example.org/deal",
    }  # fmt: skip


def test_a_page_that_states_nonsense_of_itself_is_still_read():
    source = (
        "<html lang='a language of more than thirty-five characters'><head>"
        f"<link rel=canonical href='no address'><title>{'x' * 600}</title></head>"
        f"<body>{PARAGRAPH}</body></html>"
    )
    record, found = markup.read_html(source, PATH)
    assert "language" not in record
    assert "source_url" not in record
    assert found


@pytest.mark.parametrize("source", ["<!-- nothing -->", "<html></html>", "<script>x</script>"])
def test_a_page_without_text_has_no_blocks(source):
    assert markup.read_html(source, PATH)[1] == []


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "ul><li"])
def test_nesting_without_end_is_refused_and_does_not_crash(tag):
    source = f"<p>Above.</p>{f'<{tag}>' * 5000}deep"
    with pytest.raises(BadInput, match="nested more than 200 deep"):
        markup.read_html(source, PATH)


def test_nesting_within_reason_loses_nothing():
    source = "<div>" * 150 + "deep" + "</div>" * 150
    assert blocks(source) == ["deep"]


def test_characters_that_markup_composes_are_composed(db):
    from tests.makers import make_article, make_entity, texts_of

    make_entity("Café Lofdal")
    article = make_article("<p>The Cafe&#769; Lofdal is open.</p>", suffix=".html")
    assert texts_of(article) == ["The Café Lofdal is open."]
    assert article.links.get().mention_count == 1


# --- Markdown


def test_markdown_gives_headings_lists_tables_and_code():
    source = (
        "# Title\n\nA *para*graph\nof two lines.\n\n## Part\n\n- one\n    - inner\n- two\n\n"
        "| A | B |\n|---|---|\n| 1 | `x` |\n\n    code  kept\n\n> quoted\n\n1. first\n2. second\n"
    )
    assert md(source) == [
        ("Title", 1), ("A paragraph of two lines.", None), ("Part", 2), ("one", None),
        ("inner", None), ("two", None), ("A | B", None), ("1 | x", None), ("code  kept", None),
        ("quoted", None), ("first", None), ("second", None),
    ]  # fmt: skip


def test_raw_html_in_markdown_is_cleaned_like_any_other():
    found = md("Text <b>bo</b>ld.\n\n<script>alert(1)</script>\n\n<div onclick=x>In a div.</div>")
    assert found == [("Text bold.", None), ("In a div.", None)]


def test_links_and_pictures_leave_their_words_alone():
    assert md("See [the site](https://e.org) ![alt](x.png) now.") == [("See the site now.", None)]


def test_markdown_that_is_too_costly_ends_in_time_with_a_clear_error(monkeypatch):
    # The limit itself is 20 seconds, which a test need not wait for.
    monkeypatch.setattr(markup, "MARKDOWN_SECONDS", 2)
    began = time.monotonic()
    with pytest.raises(BadInput, match="Markdown that is too costly to read; simplify"):
        md("![" * 60_000)
    assert time.monotonic() - began < 10


def test_the_limit_of_time_is_taken_back(monkeypatch):
    monkeypatch.setattr(markup, "MARKDOWN_SECONDS", 60)
    before = signal.getsignal(signal.SIGALRM)
    md("Short.")
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert signal.getsignal(signal.SIGALRM) is before


def test_markdown_of_a_million_characters_is_refused():
    with pytest.raises(BadInput, match="split it"):
        md("x" * 1_000_001)


@pytest.mark.parametrize(
    "source", [">" * 3000 + " x", "\n".join("    " * n + "- x" for n in range(300))]
)
def test_markdown_nested_without_end_is_refused(source):
    with pytest.raises(BadInput, match="nest"):
        md(source)


def test_a_page_that_stands_whole_in_a_form_is_read():
    page = (
        "<html><body><form id='aspnetForm'><h1>Heat pumps</h1>"
        "<p>The first heat pumps of the valley run since Monday.</p>"
        "<input type='submit' value='Send'></form></body></html>"
    )
    _, blocks = markup.read_html(page, PATH)
    assert ("The first heat pumps of the valley run since Monday.", None) in blocks
