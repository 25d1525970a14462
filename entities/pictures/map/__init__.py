"""The map of the world, and the small one of a place."""
