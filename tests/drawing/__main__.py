"""Photograph the previews and the icons, in the portal's own colours, with Chromium.

They are kept in the repository, so that no portal needs a browser to serve them.
"""

import base64
import shutil
from pathlib import Path

import django
import numpy
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, sync_playwright

from entities.kinds import KINDS
from portal.pages.previews import PREVIEWS, Preview
from tests.drawing.paletted import ico, png

STATIC = Path(__file__).resolve().parent.parent.parent / "static"
STYLES = ("tokens", "base", "kinds", "pictures")
# What a text in ink on paper needs, and the colours of a mark.
COLOURS = 64
POINTS = """
async picture => {
  const image = new Image();
  image.src = "data:image/png;base64," + picture;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let text = "";
  for (let i = 0; i < data.length; i += 8192)
    text += String.fromCharCode(...data.subarray(i, i + 8192));
  return btoa(text);
}
"""


def main() -> None:
    django.setup()
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for preview in PREVIEWS.values():
            points = photographed(browser, preview_page(preview), 1200, 630)
            (STATIC / f"previews/{preview.slug}.png").write_bytes(png(points, COLOURS))
        for size, name in ((32, "favicon.ico"), (180, "apple-touch-icon.png")):
            picture = png(photographed(browser, icon_page(size), size, size))
            content = ico(picture, size) if name.endswith(".ico") else picture
            (STATIC / f"root/{name}").write_bytes(content)


def preview_page(preview: Preview) -> str:
    style = "\n".join((STATIC / f"css/{name}.css").read_text() for name in STYLES)
    kind = preview.slug if preview.slug in KINDS else ""
    context = {"preview": preview, "style": style, "kind": kind, "cells": cells()}
    return render_to_string("previews/preview.html", context)


def cells() -> list[tuple[int, int]]:
    """Where seventeen cells stand: two below each other, and fifteen in rows of five."""
    rows = [(0, 0), (0, 1), *((column, row) for row in (2, 3, 4) for column in range(5))]
    return [(20 + 72 * column, 20 + 72 * row) for column, row in rows]


def icon_page(size: int) -> str:
    """The touch icon stands on paper, with room about it; the small one stands alone."""
    context = {"icon": (STATIC / "icon.svg").read_text(), "size": size, "is_touch": size > 100}
    return render_to_string("previews/icon.html", context)


def photographed(browser: Browser, markup: str, width: int, height: int) -> numpy.ndarray:
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
    page.set_content(markup)
    points = points_of(page, page.screenshot(omit_background=True))
    page.close()
    return numpy.frombuffer(points, numpy.uint8).reshape(height, width, 4)


def points_of(page: Page, picture: bytes) -> bytes:
    """The browser itself reads its picture, red green blue and alpha, line by line."""
    return base64.b64decode(page.evaluate(POINTS, base64.b64encode(picture).decode()))


if __name__ == "__main__":
    main()
