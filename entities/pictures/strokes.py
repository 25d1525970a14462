"""Lines of pictures: how wide they are, and those of a graph as SVG paths, in whole units, since
eyes see no less and pages stay small. Pure."""

TIP, CORNER = 7, 6
# Lines are so many times as wide as the thinnest at most.
WIDEST = 4


def width_of(quotes: int) -> int:
    """From 1, one independent quote or none, to 4, four or more."""
    return max(1, min(quotes, WIDEST))


def whole(value: float) -> int:
    return int(value + 0.5) if value >= 0 else -int(0.5 - value)


def course(points: list[tuple[float, float]]) -> str:
    """From point to point, level at each: straight where they are of one height, else curved."""
    (x, y), *others = [(whole(x), whole(y)) for x, y in points]
    path = f"M{x} {y}"
    for to_x, to_y in others:
        dx, dy = to_x - x, to_y - y
        bend = whole(dx / 2)
        path += f"c{bend} 0 {bend} {dy} {dx} {dy}" if dy else f"h{dx}" * bool(dx)
        x, y = to_x, to_y
    return path


def tip(x: float, y: float, is_rightward: bool) -> str:
    """An arrowhead whose point is at x, y."""
    back = -TIP if is_rightward else TIP
    return f"M{whole(x)} {whole(y)}l{back} -4v8z"


def corner(x: float, y: float, end_x: float, end_y: float) -> str:
    """Up or down from a point, and round a corner to the right."""
    turn = CORNER if end_y > y else -CORNER
    before = whole(end_y) - turn
    return f"M{whole(x)} {whole(y)}V{before}q0 {turn} {CORNER} {turn}H{whole(end_x)}"
