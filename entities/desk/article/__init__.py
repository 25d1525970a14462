"""The article desk: from a sentence of a text to a statement, from its words to a name."""
