"""Take rows in batches, each a transaction of its own."""

SIZE = 200


def in_batches(ids: list[int]) -> list[list[int]]:
    return [ids[start : start + SIZE] for start in range(0, len(ids), SIZE)]
