"""Ways in which an edition goes bad: seeded, each a function of a folder and its own dice."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

from portal.editions.serving import DATABASE, MANIFEST, SEARCH

PAGE = 4096
Dice = random.Random


def flip_bits(path: Path, dice: Dice) -> None:
    with path.open("r+b") as file:
        for _ in range(dice.choice((1, 20, 400))):
            at = dice.randrange(path.stat().st_size)
            file.seek(at)
            byte = file.read(1)[0]
            file.seek(at)
            file.write(bytes([byte ^ 1 << dice.randrange(8)]))


def cut_short(path: Path, dice: Dice) -> None:
    with path.open("r+b") as file:
        file.truncate(dice.randrange(path.stat().st_size))


def overwrite(path: Path, at: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


def empty(path: Path, dice: Dice) -> None:
    path.write_bytes(b"")


def remove(path: Path, dice: Dice) -> None:
    path.unlink()


def fill_with_noise(path: Path, dice: Dice) -> None:
    path.write_bytes(dice.randbytes(path.stat().st_size or 100))


FILE = (flip_bits, cut_short, empty, remove, fill_with_noise)


# --- the database


def zero_pages(folder: Path, dice: Dice) -> None:
    path = folder / DATABASE
    pages = path.stat().st_size // PAGE
    for _ in range(dice.choice((1, 10, pages))):
        overwrite(path, dice.randrange(pages) * PAGE, bytes(PAGE))


def noise_in_a_page(folder: Path, dice: Dice) -> None:
    path = folder / DATABASE
    at = dice.randrange(path.stat().st_size - PAGE)
    overwrite(path, at, dice.randbytes(PAGE))


def destroy_header(folder: Path, dice: Dice) -> None:
    overwrite(folder / DATABASE, 0, dice.randbytes(dice.choice((16, 100))))


def garble_schema(folder: Path, dice: Dice) -> None:
    overwrite(folder / DATABASE, dice.randrange(100, PAGE - 64), dice.randbytes(64))


def swap_for_another_file(folder: Path, dice: Dice) -> None:
    shutil.copyfile(folder / MANIFEST, folder / DATABASE)


def swap_pages(folder: Path, dice: Dice) -> None:
    """Each is sound in itself, and none is where it is looked for."""
    path = folder / DATABASE
    held = path.read_bytes()
    one, other = (dice.randrange(1, len(held) // PAGE) * PAGE for _ in range(2))
    overwrite(path, one, held[other : other + PAGE])
    overwrite(path, other, held[one : one + PAGE])


def garble_words(folder: Path, dice: Dice) -> None:
    """Bytes that are no UTF-8, in the middle of texts."""
    path = folder / DATABASE
    held = path.read_bytes()
    for _ in range(50):
        at = held.find(
            dice.choice((b"project", b"organization", b"the ", b"2024")), dice.randrange(len(held))
        )
        if at > 0:
            overwrite(path, at, b"\xff\xfe")


# --- the rest


def harm_database(folder: Path, dice: Dice) -> None:
    dice.choice(FILE)(folder / DATABASE, dice)


def harm_index(folder: Path, dice: Dice) -> None:
    files = sorted(
        path for path in (folder / SEARCH).rglob("*") if path.is_file() and path.stat().st_size
    )
    for path in dice.sample(files, dice.choice((1, 1, 3, len(files)))):
        dice.choice(FILE)(path, dice)


def remove_index(folder: Path, dice: Dice) -> None:
    shutil.rmtree(folder / SEARCH)


def harm_manifest(folder: Path, dice: Dice) -> None:
    dice.choice(FILE)(folder / MANIFEST, dice)


def remove_all(folder: Path, dice: Dice) -> None:
    shutil.rmtree(folder)


DAMAGES: tuple[Callable[[Path, Dice], None], ...] = (
    harm_database, harm_database, zero_pages, noise_in_a_page, destroy_header, garble_schema,
    swap_for_another_file, swap_pages, garble_words, harm_index, harm_index, remove_index,
    harm_manifest, remove_all,
)  # fmt: skip

# What may stand in the pointer instead of the name of an edition.
POINTERS = (
    b"", b"\n", b"nothing\n", b"../..\n", b"\xff\xfe\x00", b"/dev/null\n", b"a\x00b", b"x" * 5000,
    b"current\n", b"1\n2\n",
)  # fmt: skip
