"""Requests such as no browser sends: seeded, as bytes for a socket."""

import random
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote

Dice = random.Random

PATHS = (
    "/", "/articles/", "/articles/japan-namibia-rare-earths-exploration-deal/",
    "/articles/japan-namibia-rare-earths-exploration-deal/versions/", "/entities/",
    "/entities/jogmec/", "/entities/jogmec/graph/", "/entities/jogmec/card/", "/elements/",
    "/relationships/", "/relationships/jogmec--participates-in--lofdal/",
    "/collections/rare-earths-special-focus/", "/evidence/", "/notes/", "/sources/",
    "/sources/src-iea-topic/", "/search/", "/search/suggestions/", "/search/help/", "/timeline/",
    "/gaps/", "/figures/", "/map/", "/connections/", "/editions/", "/about/", "/about/design/",
    "/opensearch.xml", "/robots.txt", "/healthz", "/readyz", "/admin/", "/admin/login/",
    "/static/css/base.css", "/favicon.ico",
)  # fmt: skip
PARAMETERS = (
    "q", "page", "show", "entity", "kind", "publisher", "language", "year", "years", "from", "to",
    "type", "claim", "article", "title", "letter", "list", "what", "dated", "support", "state",
    "verdict", "collection", "sort", "order", "depth", "measure", "subject", "hops", "via", "until",
    "since", "format", "element", "of", "next", "csrfmiddlewaretoken",
)  # fmt: skip
NUMBERS = (
    "0", "-1", "1e999", "NaN", "inf", "-0", "9" * 19, "9223372036854775808", "9" * 400, "0x10",
    "1.5", "٣", "½", "²", "1_000", " 1", "1;2", "true", "null", "-9223372036854775809",
)  # fmt: skip
WORDS = (
    "", " ", "Lofdal", '"', '""', '"""', "AND", "OR NOT", "-", "- -", "in:title", "in:", ":", "*",
    "entity:jogmec", "entity:", "year:0..99999", "year:..", "((((", "))))", "a" * 5000, "a " * 3000,
    '"' * 2001, "\\", "%", "%%", "%s", "'; DROP TABLE articles_article; --", "{{ 7*7 }}", "{% x %}",
    "<script>alert(1)</script>", "../../etc/passwd", "\x00", "\r\nX-Y: z", "\u202e", "e\u0301" * 50,
    "\u0301" * 300, "\ufeff", "\ufffe", "\U0010ffff", "\U0001f4a9", "İ", "ß", "ŉ", "ﬃ", "\u2028",
    "REE OR " * 500, "-a " * 500, '"a b" ' * 300, "jogmec", "dysprosium", "?" * 50, "#", "&", "=",
)  # fmt: skip
METHODS = (
    "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "G E T",
    "PROPFIND", "X" * 300, "", "\x01", "GET\t",
)  # fmt: skip
HOSTS = (
    "localhost", "127.0.0.1", "", "evil.example", "localhost:99999", "localhost:abc", "[::1",
    "[::1]",
    "a" * 300, "local host", "localhost,evil.example", "*", "user@localhost", "localhost/../", "ü",
    "\x00", "127.0.0.1:80:80", "xn--", "-", "..",
)  # fmt: skip
HEADERS = (
    ("Range", "bytes=0-0"), ("Range", "bytes=-1"), ("Range", "bytes=9-1,0-0," * 200),
    ("Range", "lines=1"), ("If-None-Match", "*"), ("If-None-Match", '"' * 501),
    ("If-None-Match", 'W/"a", "b", W/'), ("If-None-Match", "a," * 2000), ("If-Match", '"x"'),
    ("If-Modified-Since", "yesterday"), ("If-Modified-Since", "Thu, 01 Jan 1 00:00:00 GMT"),
    ("If-Modified-Since", "Mon, 99 Foo 99999 99:99:99 GMT"), ("If-Unmodified-Since", "0"),
    ("Accept-Encoding", "gzip;q=0, br;q=nan, *;q=-1"), ("Accept-Encoding", "gzip," * 900),
    ("Accept-Encoding", "\xff"), ("Accept-Language", "x-" * 500), ("Accept", "*/*;q=1e999"),
    ("Accept-Charset", "utf-7"), ("Cookie", "sessionid=" + "a" * 3000), ("Cookie", "=;=;=; a=\xff"),
    ("Cookie", 'a="\\400\\777"; csrftoken=<>'), ("Cookie", "; " * 1500),
    ("Content-Type", "multipart/form-data"), ("Content-Type", "text/html; charset=nonsense"),
    ("Content-Type", 'multipart/form-data; boundary="' + "b" * 300),
    ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example"),
    ("X-Forwarded-For", "1.2.3.4" * 200), ("X-HTTP-Method-Override", "DELETE"),
    ("Referer", "javascript:alert(1)"), ("User-Agent", "\x7f" * 20), ("Date", "now"),
    ("X" * 3000, "y"), ("Authorization", "Basic " + "=" * 50), ("Origin", "null"), ("TE",
    "trailers"),
    ("HTTP_HOST", "evil.example"), ("Host", "second.example"), ("Forwarded", 'host="'),
)  # fmt: skip
# These say where a request ends, and these say it wrongly.
FRAMING = (
    ("Content-Length", "-1"), ("Content-Length", "9" * 30), ("Content-Length", "abc"),
    ("Expect", "100-continue"), ("Expect", "nonsense"), ("Upgrade", "h2c"),
    ("Connection", "Upgrade, HTTP2-Settings"), ("Transfer-Encoding", "chunked"),
    ("Transfer-Encoding", "gzip, chunked, identity"),
)  # fmt: skip
# Percent-encodings of no character, or of one that should be written shorter.
BROKEN = (
    "%",
    "%zz",
    "%C0%AF",
    "%E0%80%AF",
    "%ED%A0%80",
    "%F4%90%80%80",
    "%FF",
    "%00",
    "%80",
    "%u0041",
)


def requests(seed: int, count: int) -> Iterator[tuple[bytes, bool]]:
    """So many requests, the same for the same seed; and whether each must get an answer, or the
    server may wait for its end, or hang up.
    """
    dice = Dice(seed)
    for _ in range(count):
        way = dice.choice(WAYS)
        yield way(dice), way in WHOLE


def request(
    target: str, *, method: str = "GET", host: str | None = "localhost",
    headers: tuple[tuple[str, str], ...] = (), version: str = "HTTP/1.1", body: bytes = b"",
) -> bytes:  # fmt: skip
    named = [("Host", host)] if host is not None else []
    lines = [f"{method} {target} {version}"]
    lines += [f"{name}: {value}" for name, value in (*named, ("Connection", "close"), *headers)]
    head = "\r\n".join(lines) + "\r\n\r\n"
    return head.encode("utf-8", "surrogateescape") + body


def letters(dice: Dice) -> str:
    """From any plane of Unicode."""
    top = dice.choice((0x7F, 0xFF, 0x7FF, 0xFFFF, 0x10FFFF))
    codes = (dice.randrange(top + 1) for _ in range(dice.choice((1, 5, 40))))
    return "".join(chr(code) for code in codes if not 0xD800 <= code < 0xE000)


def value(dice: Dice) -> str:
    made = dice.choice((dice.choice(WORDS), dice.choice(NUMBERS), letters(dice)))
    return dice.choice(BROKEN) if dice.random() < 0.1 else quote(made, safe="")


def query(dice: Dice, names: Sequence[str] = PARAMETERS) -> str:
    pairs = (f"{dice.choice(names)}={value(dice)}" for _ in range(dice.choice((1, 1, 2, 5))))
    return "&".join(pairs)


# --- the ways of being hostile


def by_parameters(dice: Dice) -> bytes:
    return request(f"{dice.choice(PATHS)}?{query(dice)}")


def by_many_parameters(dice: Dice) -> bytes:
    one = f"{dice.choice(PARAMETERS)}={value(dice)[:12]}"
    return request(f"{dice.choice(PATHS)}?" + "&".join([one] * dice.choice((50, 900, 1500))))


def by_separators(dice: Dice) -> bytes:
    ends = (
        "&&&&",
        "=",
        "&=&=",
        "a=b=c",
        ";",
        "?",
        "+++",
        "q[]=1",
        "q[a][b]=1",
        "%26=%3D",
        "q",
        "#x",
    )
    return request(f"{dice.choice(PATHS)}?{dice.choice(ends)}")


def by_path(dice: Dice) -> bytes:
    path = dice.choice(PATHS)
    made = dice.choice((
        path + value(dice) + "/", path.rstrip("/"), path + "/" * dice.choice((1, 300)),
        path.upper(), path + "../" * 30, "/" + value(dice), path + ";a=b", path + "%2e%2e%2f",
        path.replace("-", value(dice), 1), "/a" * 4000, "/" + "%F0%9F%92%A9" * 600, path + "\xff",
        "/./" + path, "/static/" + "../" * 9 + "etc/passwd", "/static/%2e%2e/%2e%2e/manage.py",
    ))  # fmt: skip
    return request(made)


def by_target(dice: Dice) -> bytes:
    targets = (
        "*", "", "http://evil.example/", "http://localhost/articles/", "//evil.example/", "?q=a",
        "articles/", "http://[::1", "https://localhost:0/", "\\articles\\", "/ /",
        "file:///etc/passwd",
        "localhost:80", "http://localhost:80@evil.example/", "/\t", "/\x0b", "/#fragment",
    )  # fmt: skip
    return request(dice.choice(targets))


def by_method(dice: Dice) -> bytes:
    return request(dice.choice(PATHS), method=dice.choice(METHODS), body=b"a=b")


def by_host(dice: Dice) -> bytes:
    return request(dice.choice(PATHS), host=dice.choice((None, *HOSTS)))


def by_headers(dice: Dice) -> bytes:
    headers = tuple(dice.choice(HEADERS) for _ in range(dice.choice((1, 2, 6))))
    return request(dice.choice(PATHS), headers=headers)


def by_framing_headers(dice: Dice) -> bytes:
    return request(dice.choice(PATHS), headers=(dice.choice(FRAMING), dice.choice(HEADERS)))


def by_many_headers(dice: Dice) -> bytes:
    count = dice.choice((60, 200, 2000))
    return request("/", headers=tuple((f"X-{number}", "a" * 20) for number in range(count)))


def by_large_header(dice: Dice) -> bytes:
    return request("/", headers=(("X-Large", "a" * dice.choice((9_000, 70_000, 600_000))),))


def by_chunks(dice: Dice) -> bytes:
    bodies = (
        b"zz\r\n", b"-1\r\n\r\n", b"5\r\nab", b"ffffffffffffffffff\r\n",
        b"1;" + b"x" * 5000 + b"\r\na\r\n0\r\n\r\n",
        b"0\r\n\r\n", b"1\r\na\r\n0\r\nTrailer: \xff\r\n\r\n", b"\r\n\r\n", b"3\nabc\n0\n\n",
    )  # fmt: skip
    return request(
        dice.choice(PATHS), method=dice.choice(("GET", "POST")),
        headers=(("Transfer-Encoding", "chunked"),), body=dice.choice(bodies),
    )  # fmt: skip


def by_lengths(dice: Dice) -> bytes:
    """Two lengths that differ, or one that is not that of the body."""
    headers = dice.choice((
        (("Content-Length", "3"), ("Content-Length", "5")),
        (("Content-Length", "3"), ("Transfer-Encoding", "chunked")),
        (("Content-Length", "0"),), (("Content-Length", "2"),), (("Content-Length", "+3"),),
    ))  # fmt: skip
    return request(
        dice.choice(PATHS), method=dice.choice(("GET", "POST")), headers=headers, body=b"abc"
    )


def by_form(dice: Dice) -> bytes:
    """To the one page of admin that anybody can send something to."""
    body = "&".join(f"{name}={value(dice)}" for name in ("username", "password", "next")).encode()
    kinds = (
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/\xff",
        "",
    )
    headers = (("Content-Type", dice.choice(kinds)), ("Content-Length", str(len(body))))
    return request("/admin/login/", method="POST", headers=headers, body=body)


def by_first_line(dice: Dice) -> bytes:
    lines = (
        b"GET", b"GET /", b"GET / HTTP/9.9", b"GET / HTTP/1.1 x", b"GET  /  HTTP/1.1",
        b"\x16\x03\x01\x02",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET / HTTP/1.0", b"GET / http/1.1",
        b"HTTP/1.1 200 OK", b"",
        b"GET /\x00 HTTP/1.1", b"GET /\xff\xfe HTTP/1.1", b"\r\n\r\nGET / HTTP/1.1",
        b"GET / HTTP/1.1\rX: y",
    )  # fmt: skip
    return dice.choice(lines) + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n"


def by_header_lines(dice: Dice) -> bytes:
    lines = (
        b"no colon",
        b": no name",
        b" folded",
        b"a b: c",
        b"X: \x00",
        b"X: \xff\xfe",
        b"X\x01: y",
        b"X:\ry",
    )
    return (
        b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        + dice.choice(lines)
        + b"\r\n\r\n"
    )


def by_noise(dice: Dice) -> bytes:
    return dice.randbytes(dice.choice((1, 50, 3000))) + b"\r\n\r\n"


def by_unfinished(dice: Dice) -> bytes:
    whole = dice.choice((by_parameters, by_headers, by_form))(dice)
    return whole[: dice.randrange(1, len(whole))]


# Each is one whole request with what HTTP wants of it, as strange as it may be.
WHOLE: tuple[Callable[[Dice], bytes], ...] = (
    by_parameters, by_many_parameters, by_separators, by_path, by_form, by_headers,
)  # fmt: skip
WAYS: tuple[Callable[[Dice], bytes], ...] = (
    *[by_parameters] * 8, *[by_path] * 3, *[by_headers] * 3, by_many_parameters, by_separators,
    by_form, by_framing_headers, by_target, by_method, by_host, by_many_headers, by_large_header,
    by_chunks, by_lengths, by_first_line, by_header_lines, by_noise, by_unfinished,
)  # fmt: skip
