"""How two entities are connected: the question, the reading, the search."""
