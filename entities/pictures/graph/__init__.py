"""The graph of an entity: wide, and as a rail where there is little room."""
