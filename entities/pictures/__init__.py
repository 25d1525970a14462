"""Pictures: rows in, shapes out. Pure: no database, and no markup, which templates make of them."""
