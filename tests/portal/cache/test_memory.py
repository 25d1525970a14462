"""The cache in memory: what any of Django's gives, bounded in bytes."""

import threading

import pytest
from django.core.cache import caches

from portal.cache.memory import ENTRY, STORES, MemoryCache

MOST = 20_000


@pytest.fixture
def cache():
    STORES.pop("memory-tests", None)
    return made()


def made() -> MemoryCache:
    return MemoryCache("memory-tests", {"TIMEOUT": None, "OPTIONS": {"MAX_BYTES": MOST}})


def test_what_is_put_in_is_given_back(cache):
    for value in (b"bytes", "text", 7, {"a": [1]}, None, b""):
        cache.set("key", value)
        assert cache.get("key", "nothing") == value
    assert cache.get("other", "nothing") == "nothing"
    assert (cache.add("key", 1), cache.add("new", 1)) == (False, True)
    assert cache.incr("new", 4) == 5 == cache.get("new")
    assert (cache.delete("new"), cache.delete("new"), "new" in cache) == (True, False, False)
    cache.set_many({"a": 1, "b": 2})
    assert cache.get_many(["a", "b", "c"]) == {"a": 1, "b": 2}
    cache.clear()
    assert cache.get("key") is None and cache.store.size == 0


def test_bytes_are_kept_as_they_are_and_all_else_by_value(cache):
    value, changing = bytes(1000), [1]
    cache.set("bytes", value)
    cache.set("list", changing)
    changing.append(2)
    assert cache.get("bytes") is value
    assert cache.get("list") == [1]


def test_it_never_holds_more_bytes_than_it_may_and_drops_what_nobody_asks_for(cache):
    for number in range(200):
        cache.set(f"page-{number}", bytes(1000))
        cache.get("page-0")
        assert cache.store.size <= MOST
    held = [number for number in range(200) if f"page-{number}" in cache]
    assert held[0] == 0 and held[1:] == list(range(200 - len(held) + 1, 200))
    assert len(held) == MOST // (1000 + 33 + ENTRY + 60)


def test_setting_a_key_again_counts_it_once(cache):
    for size in (1000, 5000, 10):
        cache.set("page", bytes(size))
    assert cache.store.size < 500
    cache.delete("page")
    assert cache.store.size == 0


def test_what_would_empty_half_of_the_cache_is_not_kept(cache):
    cache.set("small", b"small")
    cache.set("large", bytes(MOST // 2 + 1))
    assert cache.get("large") is None
    assert cache.get("small") == b"small"


def test_what_is_over_is_not_given(cache):
    cache.set("gone", b"x", timeout=-1)
    assert cache.get("gone") is None and cache.add("gone", b"y")
    cache.set("soon", b"x", timeout=60)
    assert cache.touch("soon", -1) and not cache.touch("soon", 60)
    assert cache.get("soon") is None


def test_all_threads_share_what_one_puts_in(cache):
    mine = made()
    thread = threading.Thread(target=lambda: made().set("key", b"from a thread"))
    thread.start()
    thread.join()
    assert mine.get("key") == b"from a thread"


def test_many_threads_at_once_leave_the_books_in_order(cache):
    def work(number: int) -> None:
        own = made()
        for turn in range(300):
            own.set(f"{(number + turn) % 50}", bytes(100 * (turn % 20)))
            own.get(f"{turn % 50}")
            own.delete(f"{turn % 7}")

    threads = [threading.Thread(target=work, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 0 < cache.store.size <= MOST
    for key in list(cache.store.held):
        cache.delete(key.split(":", 2)[2])
    assert cache.store.size == 0 and not cache.store.held


def test_settings_can_name_it(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "portal.cache.memory.MemoryCache",
            "OPTIONS": {"MAX_BYTES": MOST},
        }
    }
    caches["default"].set("key", "value")
    assert caches["default"].get("key") == "value"
