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
