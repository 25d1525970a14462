"""Measure what the portal costs when it is served by Granian, as it is in service."""
