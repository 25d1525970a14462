"""Which coding an Accept-Encoding gets."""

import gzip

import brotli
import pytest

from portal.cache.coding import coding_for, compress


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br;q=0, gzip;q=0.0", "identity"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("br;q=0, *", "gzip"),
        ("identity", "identity"),
        ("bra, xgzip", "identity"),
        ("gzip;q=nonsense, br;;;", "br"),
        (",,;q=1", "identity"),
    ],
)
def test_the_best_that_is_taken_is_given(accepted, coding):
    assert coding_for(accepted) == coding


def test_what_is_compressed_is_the_same_in_every_process_and_can_be_read():
    content = "“Rare earths” ".encode() * 500
    assert gzip.decompress(compress(content, "gzip")) == content
    assert brotli.decompress(compress(content, "br")) == content
    assert compress(content, "gzip") == compress(content, "gzip")
