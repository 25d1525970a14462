"""Where each of the 118 elements stands in the periodic table. Pure: numbers in, rows out.

The form is IUPAC's: 18 groups, and two series of fifteen below, each with a mark in its place.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby

GAP, MARK = ".", "*"
TABLE = """
H  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  He
Li Be .  .  .  .  .  .  .  .  .  .  B  C  N  O  F  Ne
Na Mg .  .  .  .  .  .  .  .  .  .  Al Si P  S  Cl Ar
K  Ca Sc Ti V  Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr
Rb Sr Y  Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I  Xe
Cs Ba *  Hf Ta W  Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn
Fr Ra *  Rf Db Sg Bh Hs Mt Ds Rg Cn Nh Fl Mc Lv Ts Og
""".strip()
# By the period in which a mark stands for them.
SERIES = {
    6: ("Lanthanides", "La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu"),
    7: ("Actinides", "Ac Th Pa U  Np Pu Am Cm Bk Cf Es Fm Md No Lr"),
}
WIDTH, SERIES_WIDTH = 18, 15
# In the small picture a series stands under the groups 3 to 17, a little apart.
SERIES_INDENT, SERIES_DROP = 2, 1.4


@dataclass(frozen=True)
class Place:
    """A place in the table. A mark has no number; in a series, the column is not a group."""

    symbol: str
    number: int | None
    period: int
    column: int
    series: str = ""

    @property
    def group(self) -> int | None:
        return None if self.series else self.column


@dataclass(frozen=True)
class Stretch:
    """One place that is held, neighbours that are not, or a gap, which has no places."""

    places: tuple[Place, ...]
    span: int
    is_held: bool

    @property
    def element_count(self) -> int:
        return sum(place.number is not None for place in self.places)


@dataclass(frozen=True)
class Row:
    period: int
    series: str
    stretches: tuple[Stretch, ...]


def places() -> Iterator[Place]:
    """Every place, numbered on the way from hydrogen: a series follows where its mark stands."""
    number = 0
    for period, line in enumerate(TABLE.splitlines(), start=1):
        for column, symbol in enumerate(line.split(), start=1):
            if symbol == MARK:
                yield Place(f"{number + 1}–{number + SERIES_WIDTH}", None, period, column)
                yield from series_after(number, period)
                number += SERIES_WIDTH
            elif symbol != GAP:
                number += 1
                yield Place(symbol, number, period, column)


def series_after(number: int, period: int) -> Iterator[Place]:
    name, symbols = SERIES[period]
    for column, symbol in enumerate(symbols.split(), start=1):
        yield Place(symbol, number + column, period, column, name)


PLACES = tuple(places())


def rows(held: Collection[int]) -> list[Row]:
    """The seven periods, then the two series, cut where the numbers of `held` stand."""
    lines = [(period, "", WIDTH) for period in range(1, 8)]
    lines += [(period, name, SERIES_WIDTH) for period, (name, _) in SERIES.items()]
    return [
        Row(period, series, tuple(stretches(period, series, width, held)))
        for period, series, width in lines
    ]


def stretches(period: int, series: str, width: int, held: Collection[int]) -> Iterator[Stretch]:
    line = {one.column: one for one in PLACES if (one.period, one.series) == (period, series)}

    def sort(column: int) -> tuple[bool, int | None]:
        number = line[column].number if column in line else None
        return column in line, number if number in held else None

    for (_, number), columns in groupby(range(1, width + 1), key=sort):
        among = list(columns)
        here = tuple(line[column] for column in among if column in line)
        yield Stretch(here, len(among), number is not None)


def silhouette(held: Collection[int]) -> tuple[str, str]:
    """The table as two SVG paths of squares 0.8 wide, one a unit: what is not held, and what is."""
    squares: dict[bool, list[str]] = {False: [], True: []}
    for one in PLACES:
        squares[one.number in held].append(square(one))
    return "".join(squares[False]), "".join(squares[True])


def square(place: Place) -> str:
    x = place.column - 1 + (SERIES_INDENT if place.series else 0)
    y = place.period - 1 + (SERIES_DROP + 1 if place.series else 0)
    return f"M{x} {y:g}h.8v.8h-.8z"
