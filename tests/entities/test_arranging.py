"""Figures in pictures: none lost, none twice, none beside what it cannot be compared with."""

import random
from collections import Counter
from decimal import Decimal

import pytest

from entities.figures.arranging import sections, tables
from entities.figures.shapes import Listed, edition_of, listed_by, scale_of
from entities.models import Entity, Observation, Source

FIRST = Source(pk=1, slug="summary-2026", title="Summary 2026", date="2026-05-27")
SECOND = Source(pk=2, slug="summary-2025", title="Summary 2025", date="2025-01")
CHINA = Entity(pk=1, slug="china", name="China", kind="country")


def figure(subject="Brazil", value=None, **fields):
    given = {
        "measure": "mine_production", "period": "2024", "unit": "t", "basis": "REO equivalent",
        "status": "estimated" if value else "zero", "source": FIRST, "edition": "MCS 2026",
    }  # fmt: skip
    value = Decimal(value) if value is not None else None
    return Observation(subject=subject, value=value, **given | fields)


def unavailable(subject="Burma", **fields):
    return figure(subject, status="not_available", **fields)


def older(subject, value, **fields):
    return figure(subject, value, source=SECOND, edition="MCS 2025", **fields)


def bars(*figures, listed=None):
    return [picture for section in sections(figures, listed) for picture in section.bars]


def placed(section):
    """Every figure that a section draws or says, as often as it does."""
    rows = [row for picture in section.bars for row in (*picture.rows, *picture.silent)]
    return [
        *section.said,
        *(figure for drawn in section.lines for figure in drawn.figures),
        *(figure for row in rows for figure in row.figures),
    ]


def test_bars_are_sorted_by_value_and_the_sources_own_total_stands_last():
    (picture,) = bars(
        figure("Other countries", 90), figure("World total", 390), figure("India", 3),
        figure("China", 270), figure("Canada", 0),
    )  # fmt: skip
    assert [row.label for row in picture.rows] == [
        "China", "India", "Canada", "Other countries", "World total",
    ]  # fmt: skip


def test_two_editions_of_a_year_stand_side_by_side_the_newer_first():
    (picture,) = bars(
        older("Nigeria", 13000), figure("Nigeria", 1500), figure("China", 9), older("China", 9)
    )
    nigeria = next(row for row in picture.rows if row.label == "Nigeria")
    assert [(bar.edition.name, bar.words) for bar in nigeria.bars] == [
        ("MCS 2026", "1,500"), ("MCS 2025", "13,000"),
    ]  # fmt: skip
    assert nigeria.differs
    assert picture.differing == ["Nigeria"]
    assert picture.compared == 2


def test_who_an_edition_leaves_out_is_not_listed_and_never_zero():
    (picture,) = bars(figure("Nigeria", 1500), older("China", 9), figure("China", 9))
    nigeria = next(row for row in picture.rows if row.label == "Nigeria")
    assert [bar.words for bar in nigeria.bars] == ["1,500", "not listed"]
    assert nigeria.bars[1].place is None
    assert not nigeria.differs


def test_who_a_period_leaves_out_is_named_beneath():
    newest, oldest = bars(
        figure("Nigeria", 5), figure("China", 9), figure("China", 8, period="2023")
    )
    assert [row.label for row in oldest.unlisted] == ["Nigeria"]
    assert not newest.unlisted


def test_on_the_subjects_own_page_others_tell_that_it_is_not_listed():
    own = [figure("Nigeria", 5, period="2023"), figure("Nigeria", 6, period="2025")]
    listed = {*listed_by(own), Listed(scale_of(own[0]), "2024", edition_of(own[0]))}
    (picture,) = bars(*own, listed=listed)
    assert [row.label for row in picture.rows] == ["2023", "2025"]
    assert [row.label for row in picture.unlisted] == ["2024"]


def test_what_is_not_available_has_no_bar_and_zero_one_without_length():
    (picture,) = bars(unavailable("Burma"), figure("Canada", 0), figure("China", 9))
    assert [row.label for row in picture.unavailable] == ["Burma"]
    canada = picture.rows[-1]
    assert (canada.label, canada.bars[0].words, canada.bars[0].place.end) == ("Canada", "0", 0)


def test_what_one_edition_gives_and_the_other_has_not_stays_a_row():
    (picture,) = bars(
        figure("India", status="not_available"), older("India", 69), figure("China", 9),
        older("China", 9),
    )  # fmt: skip
    india = next(row for row in picture.rows if row.label == "India")
    assert [bar.words for bar in india.bars] == ["not available", "69"]


def test_pictures_of_one_scale_share_their_full_length():
    newest, oldest = bars(
        figure("China", 270), figure("India", 3), figure("China", 540, period="2023"),
        figure("India", 27, period="2023"),
    )  # fmt: skip
    assert newest.rows[0].bars[0].place.end == 50
    assert oldest.rows[0].bars[0].place.end == 100


def test_different_bases_units_and_measures_never_share_a_picture():
    pictures = bars(
        figure("A", 1), figure("B", 2), figure("A", 3, basis="TREO"), figure("B", 4, basis="TREO"),
        figure("A", 5, unit="kg"), figure("B", 6, unit="kg"),
    )  # fmt: skip
    assert len(pictures) == 3
    assert all(picture.rows[0].bars[0].place.end == 100 for picture in pictures)


def test_a_range_is_drawn_from_end_to_end_and_a_lower_bound_says_so():
    (picture,) = bars(
        figure("A", low=Decimal(10), high=Decimal(15), status="range"),
        figure("World total", 20, status="lower_bound"),
    )
    spread, total = (row.bars[0] for row in picture.rows)
    assert (spread.place.start, spread.place.end, spread.words) == (50, 75, "10 to 15")
    assert (total.place.end, total.words) == (100, "over 20")


def test_a_figure_alone_is_said_and_a_range_alone_is_drawn():
    (section,) = sections([figure(value=5, status="planned")])
    assert [one.value for one in section.said] == [5] and not section.bars
    (section,) = sections([figure(low=Decimal(1), high=Decimal(2), status="range")])
    assert section.bars and not section.said


def test_figures_below_zero_are_said_and_not_drawn():
    (section,) = sections([figure("A", -1), figure("B", 5)])
    assert len(section.said) == 2 and not section.bars


def test_an_edition_keeps_its_tone_from_picture_to_picture():
    pictures = bars(
        figure("A", 1, period="2025"), figure("B", 1, period="2025"), older("A", 2, period="2023"),
        older("B", 2, period="2023"),
    )  # fmt: skip
    assert [tone for picture in pictures for _, tone in picture.editions] == [1, 2]


def price(year, value, **fields):
    return figure(
        "dysprosium", value, measure="price_average", period=str(year), unit="USD/kg",
        basis="oxide", **fields,
    )  # fmt: skip


def test_prices_through_the_years_are_a_line_that_tells_its_gaps():
    (section,) = sections(
        [price(2025, 239), price(2021, 410), price(2022, None, status="not_available"),
         price(2024, 257)]
    )  # fmt: skip
    (drawn,) = section.lines
    assert [one.period for one in drawn.figures] == ["2021", "2022", "2024", "2025"]
    assert drawn.gaps == [("2022", "not available"), ("2023", "not listed")]
    assert len(drawn.strokes) == 1


def test_the_gaps_of_a_long_line_are_told_in_runs():
    years = [price("0007", 1), price("0009", None, status="not_available"), price(2025, 2)]
    (drawn,) = sections(years)[0].lines
    assert drawn.gaps == [
        ("0008", "not listed"), ("0009", "not available"), ("0010 to 2024", "not listed"),
    ]  # fmt: skip


def test_no_line_joins_two_editions():
    (section,) = sections(
        [price(2021, 1), price(2022, 2), price(2022, 3, edition="MCS 2025", source=SECOND),
         price(2023, 4, edition="MCS 2025", source=SECOND)]
    )  # fmt: skip
    assert [len(drawn.figures) for drawn in section.lines] == [2, 2]


def test_what_is_no_plain_year_is_not_forced_on_a_line():
    (section,) = sections([price(2021, 1), price("2022/2023", 2)])
    assert not section.lines and len(section.bars) == 1


def test_topics_stand_in_their_order_and_an_unknown_measure_after_them():
    made = sections([figure(measure="magnet_output", value=5), figure(measure="reserves", value=5)])
    assert [section.topic.title for section in made] == ["Reserves", "Magnet output"]


def test_a_place_stands_in_the_table_alone():
    (section,) = sections([figure(measure="latitude", value=-20, unit="degrees", period="")])
    assert len(section.figures) == 1 and not placed(section)


def some_figure(chance):
    """A figure such as any curator might enter."""
    status = chance.choice(
        ["estimated", "reported", "as_published", "planned", "lower_bound", "zero", "range",
         "not_available"]
    )  # fmt: skip
    low = Decimal(chance.randrange(1000))
    amounts = {
        "range": {"low": low, "high": low + chance.randrange(1000)},
        "not_available": {},
        "zero": {"value": Decimal(0)},
    }
    return Observation(
        measure=chance.choice(["mine_production", "price_average", "reserves", "magnets"]),
        subject=chance.choice(
            ["China", "Nigeria", "World total", "中国", "Other countries", *"abcdef"]
        ),
        period=chance.choice(["", "2021", "2022", "2023", "2025", "2021/2022", "2022~"]),
        unit=chance.choice(["t", "kg"]),
        basis=chance.choice(["", "REO equivalent"]),
        source=chance.choice([FIRST, SECOND]),
        edition=chance.choice(["", "MCS 2025"]),
        status=status,
        **amounts.get(status, {"value": Decimal(chance.randrange(1, 1000))}),
    )


def unique(figures):
    return list(
        {(scale_of(one), one.subject, one.period, edition_of(one)): one for one in figures}.values()
    )


@pytest.mark.parametrize("seed", range(30))
def test_whatever_the_rows_each_stands_in_one_place_and_in_its_table(seed):
    chance = random.Random(seed)
    figures = unique(some_figure(chance) for _ in range(chance.randrange(1, 250)))
    made = sections(figures)
    assert Counter(map(id, figures)) == Counter(id(one) for part in made for one in part.figures)
    assert Counter(map(id, figures)) == Counter(id(one) for part in made for one in placed(part))
    assert [len(part.figures) for part in tables(figures)] == [len(part.figures) for part in made]


@pytest.mark.parametrize("seed", range(30))
def test_whatever_the_rows_lengths_are_true_and_nothing_is_mixed(seed):
    chance = random.Random(seed)
    figures = unique(some_figure(chance) for _ in range(80))
    lengths = {}
    for section in sections(figures):
        for picture in section.bars:
            for row in (*picture.rows, *picture.silent):
                for bar in row.bars:
                    if bar.figure is None or bar.figure.status == "not_available":
                        assert bar.place is None
                        continue
                    assert scale_of(bar.figure) == picture.scale
                    assert edition_of(bar.figure) == bar.edition
                    lengths.setdefault(picture.scale, []).append(
                        (bar.place.end, bar.figure.ends[1])
                    )
        for drawn in section.lines:
            assert (
                len({(scale_of(one), edition_of(one), one.subject) for one in drawn.figures}) == 1
            )
            assert len(drawn.points) == sum(one.ends is not None for one in drawn.figures)
    for pairs in lengths.values():
        full = max(value for _, value in pairs)
        assert all(end == pytest.approx(float(100 * value / full)) for end, value in pairs if full)


def test_a_subject_that_is_held_goes_by_its_name():
    (picture,) = bars(figure("PRC", 5, entity=CHINA), figure("India", 4))
    assert [(row.label, row.entity) for row in picture.rows] == [("China", CHINA), ("India", None)]


def test_one_subject_in_two_spellings_is_one_row_and_never_not_listed():
    (picture,) = bars(
        figure("People's Republic of China", 9, entity=CHINA), older("China", 8, entity=CHINA),
        figure("India", 3), older("India", 3),
    )  # fmt: skip
    china = picture.rows[0]
    assert [(bar.edition.name, bar.words) for bar in china.bars] == [
        ("MCS 2026", "9"), ("MCS 2025", "8"),
    ]  # fmt: skip
    assert not picture.unlisted and picture.differing == ["China"]
    assert picture.spellings == [
        "China: “People's Republic of China” in MCS 2026, “China” in MCS 2025"
    ]


def test_an_edition_that_gives_a_subject_in_two_spellings_keeps_both():
    (picture,) = bars(figure("PRC", 9, entity=CHINA), figure("China", 8, entity=CHINA))
    assert [bar.words for bar in picture.rows[0].bars] == ["9", "8"]
    assert not picture.differing and not picture.compared


def test_a_line_takes_one_subject_in_two_spellings_and_no_year_twice():
    (section,) = sections([price(2024, 1, entity=CHINA), price(2025, 2, entity=CHINA)])
    assert len(section.lines) == 1
    twice = [price(2024, 1, entity=CHINA), price(2025, 2, entity=CHINA)]
    twice[1].subject, twice[1].period = "Dy", "2024"
    (section,) = sections([*twice, price(2023, 3, entity=CHINA)])
    assert not section.lines and len(placed(section)) == 3


def test_an_edition_without_a_name_goes_by_its_publisher_and_date():
    agency = Source(pk=3, slug="a", title="A very long title " * 9, publisher="USGS", date="2026")
    blank = figure("A", 1, source=agency, edition="", entity=CHINA, remark="rounded")
    assert edition_of(blank).short == "USGS, 2026"
    assert edition_of(figure(source=Source(title="T"), edition="")).short == "edition not stated"
    (picture,) = bars(blank, figure("A", 2, period="2023", entity=CHINA))
    assert picture.remarks == ["USGS, 2026: rounded"]


def test_from_the_fourth_edition_on_none_has_a_colour():
    editions = [figure("A", n, edition=f"Edition {n}") for n in range(1, 6)]
    (picture,) = bars(*editions, figure("B", 1, edition="Edition 1"))
    assert [tone for _, tone in picture.editions] == [1, 2, 3, 0, 0]


def test_measures_of_any_writing_have_each_its_own_place_on_the_page():
    made = sections([figure(measure=one, value=5) for one in ("a b", "a-b", "A b", "产量", "%")])
    places = [section.topic.slug for section in made]
    assert len(set(places)) == 5 and not any(" " in place for place in places)
