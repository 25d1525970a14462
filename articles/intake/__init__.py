"""The way of a text into the corpus by hand: given in admin, previewed, stored by the importer."""
