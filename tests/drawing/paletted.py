"""Small PNG and ICO files of few colours. Pure: points in, bytes out."""

import struct
import zlib

import numpy


def reduced(points: numpy.ndarray, most: int) -> tuple[numpy.ndarray, numpy.ndarray]:
    """The colours, red green blue and alpha, that cover most, and for each point its nearest."""
    height, width, _ = points.shape
    found, places, counts = numpy.unique(
        points.reshape(-1, 4), axis=0, return_inverse=True, return_counts=True
    )
    palette = found[numpy.argsort(-counts, kind="stable")[:most]]
    far = numpy.square(found[:, None, :].astype(int) - palette[None, :, :].astype(int)).sum(axis=2)
    return palette, far.argmin(axis=1)[places.ravel()].reshape(height, width).astype(numpy.uint8)


def png(points: numpy.ndarray, most: int = 256) -> bytes:
    palette, indexes = reduced(points, most)
    height, width = indexes.shape
    lines = b"".join(b"\0" + line.tobytes() for line in indexes)
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", palette[:, :3].tobytes()),
        (b"tRNS", palette[:, 3].tobytes()),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*one) for one in chunks)


def chunk(name: bytes, content: bytes) -> bytes:
    checked = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + checked


def ico(picture: bytes, size: int) -> bytes:
    """An icon that holds one PNG."""
    head = struct.pack("<HHH", 0, 1, 1)
    return head + struct.pack("<BBBBHHII", size, size, 0, 0, 1, 32, len(picture), 22) + picture
