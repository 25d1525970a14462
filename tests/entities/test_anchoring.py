"""Finding a quote again, and never at a look-alike."""

import pytest

from entities.anchoring import CONTEXT, Selector, anchor, locate, select

ALPHA = (
    "Team Alpha reported that the new deployment reduced latency by twelve percent "
    "across all regions."
)
BETA = ALPHA.replace("Alpha", "Beta")


def selector_of(text: str, quote: str) -> Selector:
    return select(text, text.index(quote), text.index(quote) + len(quote))


def test_a_quote_in_its_context_is_ok_wherever_its_passage_now_stands():
    selector = selector_of(ALPHA, "reduced latency")
    answer = anchor(selector, ["New first paragraph.", ALPHA])
    assert (answer.state, answer.place.index, answer.is_repeated) == ("ok", 1, False)
    assert ALPHA[answer.place.start : answer.place.end] == "reduced latency"


def test_the_selector_holds_at_most_32_characters_within_the_passage():
    selector = selector_of(ALPHA, "latency")
    assert len(selector.before) == len(selector.after) == CONTEXT
    edge = selector_of(ALPHA, "Team Alpha")
    assert (edge.before, len(edge.after)) == ("", CONTEXT)


@pytest.mark.parametrize(
    "quote",
    [
        "the new deployment reduced latency by twelve percent across all regions.",
        "reported that the new deployment",
        "reduced latency by twelve percent",
        "latency by twelve percent across all regions",
        "regions.",
        "across all",
    ],
)
def test_a_deleted_paragraph_never_passes_its_quote_to_its_look_alike(quote):
    selector = selector_of(ALPHA, quote)
    assert anchor(selector, [BETA], former=[ALPHA, BETA]).state == "needs_person"


def test_beside_its_look_alike_a_quote_whose_context_tells_them_apart_is_ok():
    selector = selector_of(ALPHA, "reported that the new deployment")
    answer = anchor(selector, [ALPHA, BETA])
    assert (answer.state, answer.place.index, answer.is_repeated) == ("ok", 0, True)


def test_a_quote_that_stands_twice_in_its_context_needs_a_person():
    answer = anchor(selector_of(ALPHA, "across all regions."), [ALPHA, BETA])
    assert (answer.state, answer.place, answer.is_repeated) == ("needs_person", None, True)


def test_a_quote_in_another_context_needs_a_person():
    selector = selector_of(ALPHA, "twelve percent")
    assert anchor(selector, ["Costs fell by twelve percent."]).state == "needs_person"


def test_an_altered_quote_needs_a_person():
    selector = selector_of(ALPHA, "reduced latency by twelve percent")
    assert anchor(selector, [ALPHA.replace("twelve", "eleven")]).state == "needs_person"


def test_a_quote_of_which_nothing_is_left_is_broken():
    selector = selector_of(ALPHA, "reduced latency by twelve percent")
    answer = anchor(selector, ["A bird sings in a tree.", "Fish swim."])
    assert (answer.state, answer.place) == ("broken", None)


def test_a_short_context_must_reach_the_edge_of_the_passage_again():
    selector = selector_of("Alpha won.", "won")
    assert anchor(selector, ["Team Alpha won."]).state == "needs_person"
    assert anchor(selector, ["Alpha won. Then it lost."]).state == "needs_person"
    assert anchor(selector, ["Alpha won."]).state == "ok"


def test_a_line_break_in_text_quote_or_context_is_a_space():
    text = "The company Namibia\nCritical Metals\r\nowns the whole  project."
    selector = selector_of(text, "Namibia\nCritical Metals")
    unwrapped = "The company Namibia Critical Metals owns the whole project."
    answer = anchor(selector, [unwrapped])
    assert answer.state == "ok"
    assert unwrapped[answer.place.start : answer.place.end] == "Namibia Critical Metals"
    (place,) = locate("Namibia Critical Metals owns", [text])
    assert text[place.start : place.end] == "Namibia\nCritical Metals\r\nowns"


def test_overlapping_occurrences_are_all_found():
    assert [place.start for place in locate("aa", ["aaaa"])] == [0, 1, 2]


def test_a_quote_of_white_space_is_found_nowhere():
    assert locate("  ", ["a  b"]) == []


def test_curly_quotes_and_dashes_are_not_taken_for_plain_ones():
    assert locate("Metals' project", ["Metals’ project"]) == []


# --- look-alikes, wherever they stand


def test_the_witness_evidence_on_alpha_is_never_ok_on_beta():
    for quote in (ALPHA, ALPHA[11:], "Team Alpha", "twelve percent across all regions."):
        selector = selector_of(ALPHA, quote)
        for former in ([ALPHA, BETA], [BETA, ALPHA], ["Opening.", ALPHA, "Between.", BETA]):
            rest = [text for text in former if text != ALPHA]
            assert anchor(selector, rest, former).state in ("needs_person", "broken")


def test_a_look_alike_in_what_is_left_out_counts_and_is_no_place():
    selector = selector_of(ALPHA, "across all regions.")
    assert anchor(selector, [ALPHA], left_out=[BETA]).state == "needs_person"
    assert anchor(selector, [BETA], former=[ALPHA, BETA]).state == "needs_person"
    assert anchor(selector, ["Another."], left_out=[ALPHA]).state == "needs_person"


def test_a_quote_that_stands_twice_in_one_passage_is_told_by_its_context():
    text = "Terbium is dear. In all of the years since then, it was said that terbium is dear."
    first, second = select(text, 8, 15), select(text, text.rindex("is dear"), len(text) - 1)
    assert first.quote == second.quote == "is dear"
    assert [anchor(one, [text]).place.start for one in (first, second)] == [8, second_start(text)]
    assert anchor(first, [text[17:]], former=[text]).state == "needs_person"


def second_start(text: str) -> int:
    return text.rindex("is dear")


def test_a_text_that_repeats_itself_letter_by_letter_tells_nothing():
    text = "ha " * 60
    assert anchor(select(text, 60, 62), [text]).state == "needs_person"


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("he’s", "he's"),
        ("10–12", "10-12"),
        ("cafe\u0301", "caf\u00e9"),
        ("rare\u00adearth", "rareearth"),
        ("5.1", "5.2"),
    ],
)
@pytest.mark.parametrize("is_quoted", [True, False])
def test_any_other_character_in_quote_or_context_is_for_a_person(was, now, is_quoted):
    text = f"In that year, as {was} showed, the price of dysprosium rose threefold."
    quote = f"{was} showed" if is_quoted else "showed, the price"
    assert anchor(selector_of(text, quote), [text.replace(was, now)]).state == "needs_person"


@pytest.mark.parametrize("space", ["\n", "  ", "\u00a0", "\t", "\r\n   "])
def test_any_other_white_space_in_quote_or_context_is_no_change(space):
    text = " The price of dysprosium rose threefold. "
    selector = selector_of(text, "of dysprosium")
    wrapped = text.strip().replace(" ", space)
    answer = anchor(selector, [wrapped])
    assert answer.state == "ok"
    assert wrapped[answer.place.start : answer.place.end].split() == ["of", "dysprosium"]


def test_white_space_that_goes_or_comes_is_a_change():
    text = "The price of dysprosium rose threefold."
    selector = selector_of(text, "of dysprosium")
    assert anchor(selector, [text.replace("price of", "priceof")]).state == "needs_person"
    assert anchor(selector, [text.replace("price", "pri ce")]).state == "needs_person"


# --- proposals


def test_an_altered_wording_is_proposed_with_its_difference():
    selector = selector_of(ALPHA, "reduced latency by twelve percent")
    altered = ALPHA.replace("by twelve", "by some eleven")
    (one,) = anchor(selector, ["Opening.", altered]).proposals
    assert (one.kind, one.place.index) == ("altered", 1)
    assert one.words == "reduced latency by some eleven percent"
    assert altered[one.place.start : one.place.end] == one.words
    assert one.as_text == "reduced latency by [twelve → some eleven] percent"


def test_the_very_words_come_first_and_among_them_those_in_the_closest_context():
    selector = selector_of(ALPHA, "reduced latency by twelve percent")
    texts = [
        ALPHA.replace("twelve", "eleven"),
        "Elsewhere it reduced latency by twelve percent in a year.",
        ALPHA.replace("deployment", "release"),
    ]
    proposals = anchor(selector, texts).proposals
    assert [one.place.index for one in proposals] == [2, 1, 0]
    assert [one.kind for one in proposals] == ["elsewhere", "elsewhere", "altered"]
    assert proposals[0].context > proposals[1].context


def test_each_place_of_a_repeated_quote_is_proposed():
    proposals = anchor(selector_of(ALPHA, "across all regions."), [ALPHA, BETA]).proposals
    assert [one.place.index for one in proposals] == [0, 1]
    assert proposals[0].context > proposals[1].context or proposals[0].place.index == 0


def test_what_is_ok_or_broken_proposes_nothing():
    selector = selector_of(ALPHA, "reduced latency")
    assert anchor(selector, [ALPHA]).proposals == []
    assert anchor(selector, ["A bird sings in a tree."]).proposals == []


def test_no_more_than_a_handful_is_proposed():
    texts = [ALPHA.replace("Alpha", str(number)) for number in range(50)]
    assert len(anchor(selector_of(ALPHA, "across all regions."), texts).proposals) == 5
