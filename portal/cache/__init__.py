"""Whole pages kept in memory, each under the edition that it shows."""
