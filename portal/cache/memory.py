"""A cache in the memory of one process, bounded in bytes: what nobody asks for goes first.

Django's own is bounded by the number of entries, whatever they weigh, and pickles every value; this
one keeps bytes as they are.
"""

import pickle
import sys
import time
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from threading import RLock
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

# Bytes that an entry takes beside its key and its value, as measured.
ENTRY = 150


@dataclass
class Store:
    """What all threads of the process share; the one asked for last stands last."""

    lock: RLock = field(default_factory=RLock)
    held: OrderedDict[str, tuple[Any, float | None]] = field(default_factory=OrderedDict)
    size: int = 0


STORES: dict[Hashable, Store] = {}


class MemoryCache(BaseCache):
    """LOCATION names the store, OPTIONS["MAX_BYTES"] is how much it may hold."""

    def __init__(self, name: str, params: dict):
        super().__init__(params)
        self.most = params.get("OPTIONS", {})["MAX_BYTES"]
        self.store = STORES.setdefault(name, Store())

    def get(self, key, default=None, version=None):
        key = self.make_and_validate_key(key, version=version)
        with self.store.lock:
            if not self.is_held(key):
                return default
            self.store.held.move_to_end(key)
            value, _ = self.store.held[key]
        return value if isinstance(value, bytes) else pickle.loads(value.content)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        key = self.make_and_validate_key(key, version=version)
        with self.store.lock:
            self.drop(key)
            self.put(key, kept(value), self.get_backend_timeout(timeout))

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        with self.store.lock:
            if self.has_key(key, version=version):
                return False
            self.set(key, value, timeout, version)
            return True

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        key = self.make_and_validate_key(key, version=version)
        with self.store.lock:
            if not self.is_held(key):
                return False
            value, _ = self.store.held[key]
            self.store.held[key] = value, self.get_backend_timeout(timeout)
            return True

    def delete(self, key, version=None):
        key = self.make_and_validate_key(key, version=version)
        with self.store.lock:
            is_held = self.is_held(key)
            self.drop(key)
            return is_held

    def has_key(self, key, version=None):
        key = self.make_and_validate_key(key, version=version)
        with self.store.lock:
            return self.is_held(key)

    def incr(self, key, delta=1, version=None):
        with self.store.lock:
            return super().incr(key, delta, version)

    def clear(self):
        with self.store.lock:
            self.store.held.clear()
            self.store.size = 0

    # --- under the lock

    def is_held(self, key: str) -> bool:
        if key not in self.store.held:
            return False
        _, until = self.store.held[key]
        return until is None or until > time.time()

    def put(self, key: str, value: Any, until: float | None) -> None:
        weight = weight_of(key, value)
        # Not worth emptying half of the cache for.
        if weight > self.most / 2:
            return
        self.store.held[key] = value, until
        self.store.size += weight
        while self.store.size > self.most:
            self.drop(next(iter(self.store.held)))

    def drop(self, key: str) -> None:
        if key in self.store.held:
            value, _ = self.store.held.pop(key)
            self.store.size -= weight_of(key, value)


class Pickled:
    """Whatever is no bytes, by value: nobody can change what is held, and its size is known."""

    __slots__ = ("content",)

    def __init__(self, value: Any):
        self.content = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def kept(value: Any) -> bytes | Pickled:
    return value if type(value) is bytes else Pickled(value)


def weight_of(key: str, value: bytes | Pickled) -> int:
    content = value if isinstance(value, bytes) else value.content
    return sys.getsizeof(key) + sys.getsizeof(content) + ENTRY
