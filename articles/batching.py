"""Take rows in batches."""

# Of rows that are changed, each batch a transaction of its own.
SIZE = 200


def in_batches(ids: list[int], size: int = SIZE) -> list[list[int]]:
    return [ids[start : start + size] for start in range(0, len(ids), size)]
