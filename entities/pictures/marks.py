"""The shapes that mark the kinds of entity, as SVG paths about 0, 0 that reach 10 units out."""

CIRCLE = "M{x:g} 0a{r:g} {r:g} 0 1 1 {d:g} 0a{r:g} {r:g} 0 1 1 -{d:g} 0Z"


def circle(radius: float, centre: float = 0) -> str:
    return CIRCLE.format(x=centre - radius, r=radius, d=2 * radius)


PATHS = {
    "square": "M-9 -9H9V9H-9Z",
    "circle": circle(10),
    "rounded": "M-5 -9H5a4 4 0 0 1 4 4V5a4 4 0 0 1 -4 4H-5a4 4 0 0 1 -4 -4V-5a4 4 0 0 1 4 -4Z",
    "diamond": "M0 -12L12 0L0 12L-12 0Z",
    "ring": circle(10) + circle(8),
    "rings": circle(9, -3) + circle(9, 3),
    "hexagon": "M-5.5 -9.5H5.5L11 0L5.5 9.5H-5.5L-11 0Z",
    "lozenge": "M-7 -8H13L7 8H-13Z",
}


def path_of(shape: str) -> str:
    """A kind that the code no longer declares is marked by a square."""
    return PATHS.get(shape, PATHS["square"])
