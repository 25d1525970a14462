"""Show how far a command is: a bar on a terminal, plain lines elsewhere."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import track

Item = TypeVar("Item")
LINE_EVERY = 1000


def progress(items: Iterable[Item], what: str, *, total: int, stream=None) -> Iterator[Item]:
    """Yield `items` and say on `stream` how many of `total` were taken up."""
    console = Console(file=stream, stderr=stream is None)
    if console.is_terminal:
        yield from track(items, what, total=total, console=console, transient=True)
        return
    for number, item in enumerate(items, 1):
        yield item
        if number % LINE_EVERY == 0 or number == total:
            console.print(f"{what}: {number} of {total}", highlight=False, markup=False)
