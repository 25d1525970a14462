"""The paths between two entities, abreast or one below the other."""
