"""Editions: verified snapshots of what readers get, from which public processes read."""
