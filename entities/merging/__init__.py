"""Make two entities one, or two of one: planned, shown, carried out, and taken back."""
