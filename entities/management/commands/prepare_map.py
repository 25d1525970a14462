"""Turn the outlines of countries and a table of occurrences into the data of the maps."""

import csv
import json
from pathlib import Path

from django.core.management.base import BaseCommand

from entities.cartography.preparing import prepared
from entities.pictures.map.atlas import WORLD


class Command(BaseCommand):
    help = __doc__ + " Needed once for each new edition of either; the same input, the same output."

    def add_arguments(self, parser):
        parser.add_argument("topojson", type=Path, help="countries of Natural Earth, 1:110m")
        parser.add_argument("csv", type=Path, help="usgs_id,name,country,region,latitude,longitude")
        parser.add_argument("--output", type=Path, default=WORLD, help="default: where maps look")

    def handle(self, *, topojson, csv, output, **options):
        text = prepared(json.loads(topojson.read_text()), rows_of(csv))
        output.write_text(text)
        self.stdout.write(f"{len(text):,} characters written.")


def rows_of(table: Path) -> list[dict[str, str]]:
    # Read as text: NA is a country's code, and no value is left out for looking like none.
    with table.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
