"""The review queue: what waits, what it may mean, and what a curator does with it."""
