"""Numbers that are easily read: 1, 2, 5, 10, 20, 50 and so on."""

ROUND = [digit * 10**power for power in range(10) for digit in (1, 2, 5)]
