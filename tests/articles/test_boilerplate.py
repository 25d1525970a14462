"""The classifier of passages: seeds, pages of other layouts, and what it must never throw away."""

import re
from pathlib import Path
from time import process_time

import pytest

from articles import boilerplate
from articles.boilerplate import KINDS, Draft, classify

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds" / "articles"
FOCUS = SEEDS / "000_5fc3e21fa0a37897.txt"
NEWS = SEEDS / "001_951057280232a0bc.txt"
PAGES = Path(__file__).parent / "pages"
INSIDE = {"title", "heading", "body"}
ARTICLE_LINES = [1, 3, 5, 7, 9, 11, 13, 15]  # of the news seed

# One kind for each passage of the page, in order.
PAGE_KINDS = {
    "beekeeping": """
        label notice label label label label title body label body label body label label heading
        body body promo promo promo notice body heading body teaser body label promo notice""",
    "peatland": """
        title body body body body body label label label teaser teaser teaser teaser teaser teaser
        teaser label promo label teaser teaser notice notice notice""",
    "consent": """
        title body body heading body body body heading body heading heading body heading body body
        body body body body heading body body body""",
}

TITLE = "River rises again"
OPENING = "The river rose again on Tuesday night and the fire brigade closed both bridges in town."
MIDDLE = "By morning the water had fallen, and the mayor said that the town had been lucky again."
CLOSING = "The bridges open on Wednesday, once the fire brigade has seen the piers from a boat."


def kinds(*texts: str) -> list[str]:
    return [proposal.kind for proposal in classify([Draft(text) for text in texts])]


def marked_up(*passages: tuple[str, int | None]) -> list[str]:
    drafts = [Draft(text, level, is_markup=True) for text, level in passages]
    return [proposal.kind for proposal in classify(drafts)]


def is_whole(*texts: str) -> bool:
    return set(kinds(*texts)) <= INSIDE


def lines_of(path: Path) -> dict[int, str]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return {number: line for number, line in enumerate(lines, 1) if line.strip()}


def kinds_by_line(path: Path) -> dict[int, str]:
    lines = lines_of(path)
    return dict(zip(lines, kinds(*lines.values()), strict=True))


def passages_of(name: str) -> list[str]:
    return (PAGES / f"{name}.txt").read_text(encoding="utf-8").strip().split("\n\n")


# The seeds


def test_the_news_seed_is_the_article_up_to_line_15_and_nothing_after_it():
    found = kinds_by_line(NEWS)
    assert [line for line, kind in found.items() if kind in INSIDE] == ARTICLE_LINES
    assert found[1] == "title"
    assert {found[line] for line in range(3, 16, 2)} == {"body"}


def test_the_news_seed_has_the_kinds_that_a_person_gave_it():
    found = kinds_by_line(NEWS)
    assert {found[line] for line in range(17, 30, 2)} == {"promo"}
    assert (found[31], found[33], found[51], found[53]) == ("notice", "label", "label", "notice")
    assert {found[line] for line in range(35, 50, 2)} == {"teaser"}


def test_the_focus_seed_is_kept_whole_with_its_headings():
    found = kinds_by_line(FOCUS)
    assert set(found.values()) == {"heading", "body"}
    assert [line for line, kind in found.items() if kind == "heading"] == [3, 6, 9, 12]


def test_the_news_seed_ends_at_the_same_place_without_its_label_or_its_offers():
    lines = lines_of(NEWS)
    for left_out in ({33}, set(range(17, 32))):
        rest = {number: line for number, line in lines.items() if number not in left_out}
        found = dict(zip(rest, kinds(*rest.values()), strict=True))
        assert [line for line, kind in found.items() if kind in INSIDE] == ARTICLE_LINES


# Pages of other subjects and layouts


@pytest.mark.parametrize("name", PAGE_KINDS)
def test_a_page_has_the_kinds_that_a_person_gave_it(name):
    passages = passages_of(name)
    expected = PAGE_KINDS[name].split()
    assert len(passages) == len(expected)
    found = kinds(*passages)
    assert list(zip(passages, found, strict=True)) == list(zip(passages, expected, strict=True))


# What must be kept


@pytest.mark.parametrize(
    "sentence",
    [
        "Explore the insights within this volume, deepen your understanding of water, and join us.",
        "Subscribe to our newsletter, the banner says, and nobody does so more than once or twice.",
        "The leaflet said “sign up today” in red letters, and a third of the street had done so.",
        "Sign up for a shift at the sandbags, the mayor asked, and four hundred people came along.",
        "We use cookies as bait, and the otters come for them before the traps are even baited.",
        "The text is protected by copyright for seventy years after the death of its author.",
        "Photographs of the flood must not be published without the consent of those they show.",
        "A free trial that turns into a paid plan without a reminder is illegal in three states.",
        "By accepting the terms you also accept the renewal, which few of the readers had noticed.",
        "Something went wrong at the weir in the spring of 1998, and nobody has explained it.",
        "No part of this valley is flat, which is why the water comes down as fast as it does.",
        "Get an alert from the valley before the water rises, and you have an hour to move a car.",
        "Become a member of the cooperative and you get one vote, whatever the size of your field.",
        "Certain statements of the company looked forward to a summer that never came to the town.",
        "Related questions remain: who pays, who decides, and who will be moved when it comes.",
        "Read more slowly, the old engineer advised, and you will see where the sum goes wrong.",
        'The box promised "the river straight to your inbox" and sent a newsletter about shoes.',
        "Disclaimers have a history of their own, and it is longer than that of the newspapers.",
    ],
)
def test_a_paragraph_that_only_speaks_of_such_things_stays(sentence):
    assert is_whole(TITLE, OPENING, sentence, MIDDLE, CLOSING)


@pytest.mark.parametrize(
    "line",
    [
        "Cookie policy", "Privacy policy", "Terms and conditions", "Newsletters", "Contact",
        "About the survey", "News", "Search", "Comments on the draft", "Share the load",
        "Follow the river", "More by luck than judgement", "Further reading", "See also",
        "Stay informed", "Ready to retire?", "Boost your savings", "Reading time doubled",
        "Advertisement by other means", "Sponsored by the state", "Error bars", "Subscribers",
        "Copyright lasts too long", "Next steps", "Previous work", "Image is everything",
        "More to follow", "Ce > La > Nd > Y", "Join us next week for the verdict.",
        "Thank you for reading.", "What did the mayor say?", "Photo finish", "1. Home", "###",
    ],
)  # fmt: skip
def test_a_short_line_amid_the_article_or_at_its_end_stays(line):
    assert is_whole(TITLE, OPENING, MIDDLE, line, CLOSING)
    assert is_whole(TITLE, OPENING, MIDDLE, CLOSING, line)


@pytest.mark.parametrize("label", ["Subscribe now", "Related stories", "All rights reserved"])
def test_a_label_that_the_next_paragraph_takes_up_is_a_heading(label):
    answer = f"{label}: so the sign said, in the middle of the flood, above a shop full of water."
    assert kinds(TITLE, OPENING, label, answer, CLOSING)[2:4] == ["heading", "body"]


@pytest.mark.parametrize(
    "texts",
    [
        ["The library is closed on Monday for stocktaking, and open as usual from Tuesday."],
        ["Closed on Monday"],
        [TITLE, OPENING],
        ["The lamplighter's boat", "At evening when the harbour fills", "with voices from the quay",
         "the lamplighter unties his boat", "and rows toward the sea…"],
        [TITLE, "Part one", "The northern shore", OPENING, "Part two", "The southern shore",
         "Cliffs", MIDDLE],
        ["I never wanted to be mayor", OPENING, "How did you start?", "By accident.", "And now?",
         "Now I row.", "Any regrets?", "None."],
        [TITLE, OPENING, "What you need", "Sandbags", "Two shovels", "A boat", "Patience", MIDDLE,
         "Contact", "Jane Holm", "Town hall"],
        [TITLE, OPENING, "“I have never seen so much water…”", MIDDLE, "“Nor I...”", CLOSING],
        ["Hochwasser in der Stadt", "Der Fluss ist in der Nacht über die Ufer getreten.",
         "Was nun?", "Am Morgen fiel das Wasser wieder, und die ganze Stadt atmete auf."],
        ["港で洪水", "火曜日の夜、川の水位が再び上昇し、橋が閉鎖された。", "水は翌朝に引いた。"],
    ],
)  # fmt: skip
def test_an_article_without_anything_around_it_is_kept_whole(texts):
    assert is_whole(*texts)


def test_a_digest_of_unrelated_sections_is_kept_whole():
    assert is_whole(
        "Three markets this week",
        "Copper, coffee and carbon set the pace this week, and in each the reason was the weather.",
        "Copper climbs after floods",
        "Prices rose four per cent after rain closed two pits, and stocks are at their lowest.",
        "Coffee fears a late frost",
        "Exporters cut their estimate by a tenth when trees froze across the highlands on Sunday.",
        "Carbon falls in warm weather",
        "Permits lost a twelfth of their value, since few households lit a stove or a boiler.",
    )


# What stands around an article


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Advertisement", "label"),
        ("Story continues below advertisement", "label"),
        ("Photo: A. Holm", "label"),
        ("Share this article", "label"),
        ("4 min read", "label"),
        ("READ MORE: Harbour towns ask who will pay", "teaser"),
        ("Lesen Sie auch: Neue Dämme für alte Dörfer", "teaser"),
        ("Get the morning briefing delivered to your inbox. Sign up here.", "promo"),
        ("Subscribe to our free newsletter", "promo"),
        ("Abonnez-vous à notre newsletter", "promo"),
        ("Support independent journalism from just 2 a month.", "promo"),
        ("This site uses cookies to improve your visit.", "notice"),
        ("By signing up you agree to our terms and our privacy policy.", "notice"),
        ("© 2024 The River Post. All rights reserved.", "notice"),
        ("Error: this content is protected", "notice"),
    ],
)
def test_a_passage_amid_the_article_is_left_out_and_the_article_goes_on(line, kind):
    assert kinds(TITLE, OPENING, line, MIDDLE, CLOSING) == ["title", "body", kind, "body", "body"]


def test_the_article_goes_on_below_a_box_of_headlines():
    found = kinds(
        TITLE, OPENING, MIDDLE, "Related stories", "Who owns the flood plain?", "A dyke too far",
        "The bridges of the town were closed at nine, when the river had risen above the piers.",
        CLOSING,
    )  # fmt: skip
    assert found == ["title", "body", "body", "label", "teaser", "teaser", "body", "body"]


def test_the_article_goes_on_below_a_box_that_stands_above_one_of_its_headings():
    found = kinds(
        TITLE, OPENING, MIDDLE, "You may also like", "A dyke too far",
        "The bridges of the town",
        "Both bridges of the town were closed at nine, when the river had risen above the piers.",
        "The fire brigade opened the upper one again before the water had fallen in the morning.",
        "What the mayor said",
        "The mayor said that the town had been lucky, and that the river would rise again.",
        "On Wednesday the brigade looks at the piers, and the mayor at the budget for new bridges.",
    )  # fmt: skip
    assert found[3:6] == ["label", "teaser", "heading"]
    assert set(found[6:]) <= INSIDE


def test_an_early_box_does_not_hide_the_sections_below_it():
    found = kinds(
        TITLE, OPENING, "You may also like", "A dyke too far",
        "Bridges of the town",
        "The bridges of the town were built for carts, with four piers of granite and an arch.",
        "Water stands against the piers as against a wall, and trees that it carries stay there.",
        "Piers of granite",
        "Granite is heavy, and so the piers have sunk by a hand in the clay since they were built.",
        "A fire in the upper arch in 1911 cracked one, which the brigade has watched ever since.",
    )  # fmt: skip
    assert set(found[4:]) <= INSIDE


def test_three_paragraphs_in_a_row_are_no_teaser_even_if_a_headline_speaks_of_them():
    found = kinds(TITLE, OPENING, MIDDLE, "Read more", "A lucky mayor", MIDDLE, CLOSING, OPENING)
    assert found[3:] == ["label", "teaser", "body", "body", "body"]


def test_a_strange_paragraph_is_kept_where_too_little_is_known_or_the_article_goes_on():
    strange = "Otters have visited the harbour of Pell for a third evening, hunting crabs by lamp."
    assert kinds(TITLE, OPENING, "Read more", "A dyke too far", strange)[3:] == ["teaser", "body"]
    box = [TITLE, OPENING, MIDDLE, CLOSING, "Read more", "A dyke too far", strange]
    assert kinds(*box)[5:] == ["teaser", "teaser"]
    assert kinds(*box, "Subscribe now", MIDDLE)[5:] == ["teaser", "body", "promo", "body"]


def test_the_article_goes_on_where_three_paragraphs_follow_a_teaser():
    found = kinds(
        TITLE, OPENING, MIDDLE, CLOSING, "Read more", "Otters in the harbour of Pell",
        "Otters have been seen in the harbour of Pell for a third night, hunting crabs by lamp.",
        "Advertisement", MIDDLE, OPENING, CLOSING,
    )  # fmt: skip
    assert found[4:8] == ["label", "teaser", "teaser", "label"]
    assert found[8:] == ["body"] * 3


def test_a_section_of_teasers_on_the_same_subject_is_left_out_where_one_breaks_off():
    found = kinds(
        TITLE, OPENING, MIDDLE, "More stories", "Night of the long ladders",
        "The fire brigade of the town has bought a boat, which the mayor called lucky for rivers.",
        "Piers of the old harbour",
        "Divers looked at the piers by the bridges on Tuesday, and by morning the brigade had…",
    )  # fmt: skip
    assert found[3:] == ["label"] + ["teaser"] * 4


def test_teasers_are_found_without_a_label_where_they_break_off():
    found = kinds(
        TITLE, OPENING, MIDDLE, CLOSING,
        "Vineyards turn to sheep against weeds",
        "On the slopes above the lake the mowers have fallen silent, and growers praise the soil…",
        "A lost opera is staged at last",
        "The score turned up in a cupboard between a ledger and a book on bees, and will be...",
    )  # fmt: skip
    assert found[4:] == ["teaser"] * 4


def test_comments_of_readers_stand_outside():
    found = kinds(
        TITLE, OPENING, MIDDLE, CLOSING, "3 comments",
        "The mayor has said that the town was lucky for as long as I have lived by the river.",
        "So it was.", "Leave a comment",
    )  # fmt: skip
    assert found[4:] == ["label", "teaser", "teaser", "label"]


def test_faint_wording_counts_only_in_company():
    offer = "Unlock forecasts and gain access to all reports."
    assert kinds(TITLE, OPENING, offer, MIDDLE)[2] == "body"
    assert kinds(TITLE, OPENING, offer, "Start your free trial", MIDDLE)[2] == "promo"


def test_an_advertisement_is_no_company_for_faint_wording():
    assert kinds(TITLE, OPENING, "Advertisement", "Contact", MIDDLE)[3] == "heading"


def test_the_lines_that_close_a_page_are_labels_but_a_list_is_not():
    foot = [TITLE, OPENING, MIDDLE, "Share this article", "© 2024 The River Post", "Our town hall"]
    assert kinds(*foot)[-1] == "label"
    catches = [f"{name} of the lake" for name in ("Perch", "Pike", "Eel", "Roach", "Tench")]
    assert is_whole(TITLE, OPENING, MIDDLE, *catches * 2)
    assert kinds(TITLE, OPENING, MIDDLE, "Subscribe now", *catches * 2)[4:] == ["body"] * 10


def test_of_a_list_above_a_paragraph_only_the_last_line_is_a_heading():
    needs = ["Sandbags", "Two shovels", "A boat", "Patience", "How it went"]
    assert kinds(TITLE, OPENING, *needs, MIDDLE)[2:7] == ["body"] * 4 + ["heading"]


def test_the_title_is_the_first_headline_and_not_the_name_of_a_section_above_it():
    assert kinds("Waterways", "River rises once again", OPENING) == ["body", "title", "body"]
    assert kinds("Flood", OPENING) == ["title", "body"]


def test_the_navigation_above_a_title_is_left_out():
    found = kinds("Skip to content", "Home", "World", "Tides", "River rises once again", OPENING)
    assert found == ["label", "label", "label", "label", "title", "body"]


def test_in_markup_a_heading_is_known_by_its_level_alone():
    found = marked_up(
        ("River rises again", 1), (OPENING, None), ("A short line", None), (MIDDLE, None),
        ("What now", 2), (CLOSING, None), ("Related articles", 2), ("A dyke too far", 3),
        ("The town on the other bank is thinking of a dyke, at last.", None),
    )  # fmt: skip
    assert found[:6] == ["title", "body", "body", "body", "heading", "body"]
    assert found[6:] == ["label", "teaser", "teaser"]


# Any input


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["One line"],
        ["", "   ", "\n\t", "\u00a0"],
        ["🎉🎉🎉", "👩‍🚀 🚀", "🎉" * 500],
        ["ارتفع منسوب النهر مرة أخرى ليلة الثلاثاء.", "المزيد", "עוד כתבות"],
        ["Related articles"],
        ["Subscribe", "Subscribe", "Subscribe"],
        ["Advertisement"] * 40,
        ['"' * 3000, "(" * 3000, "." * 3000, "> " * 1500, "home " * 900, "1" * 3000],
        [OPENING] * 5000,
    ],
)
def test_every_draft_gets_one_proposal_with_a_kind_and_a_reason(texts):
    proposals = classify([Draft(text) for text in texts])
    assert len(proposals) == len(texts)
    assert all(proposal.kind in KINDS and proposal.reason.strip() for proposal in proposals)
    assert all(proposal.reason.endswith(".") for proposal in proposals)


@pytest.mark.parametrize(
    "unit",
    [
        ["Related stories", "A headline of some words", OPENING],
        ["Share", "Elsewhere"],
        ["A headline of some words", OPENING[:-1] + "…"],
        ["Subscribe", "Tides", MIDDLE],
    ],
)
def test_5000_passages_take_less_than_a_second(unit):
    drafts = [Draft(text) for text in unit] * (5000 // len(unit))
    started = process_time()
    classify(drafts)
    assert process_time() - started < 1


# The rules themselves


BRANDS = (
    "qu4tro", "quatro", "top insights", "jogmec", "epangelo", "lofdal", "facebook", "twitter",
    "google", "linkedin", "whatsapp", "instagram", "youtube", "pinterest", "telegram", "reddit",
    "outbrain", "taboola", "disqus", "substack", "wordpress", "getty", "reuters",
)  # fmt: skip


@pytest.mark.parametrize("name", BRANDS)
def test_no_rule_names_a_brand(name):
    wording = " ".join(sign.wording for sign in boilerplate.SIGNS).casefold()
    assert name not in wording
    assert name not in Path(boilerplate.__file__).read_text(encoding="utf-8").casefold()


@pytest.mark.parametrize("path", [FOCUS, NEWS])
def test_no_rule_repeats_five_words_of_a_seed(path):
    patterns = " ".join(sign.wording for sign in boilerplate.SIGNS)
    source = Path(boilerplate.__file__).read_text(encoding="utf-8")
    wording = " ".join(re.findall(r"\w+", (patterns + source).casefold()))
    words = re.findall(r"\w+", path.read_text(encoding="utf-8").casefold())
    phrases = {" ".join(words[at : at + 5]) for at in range(len(words) - 4)}
    assert not [phrase for phrase in phrases if phrase in wording]
