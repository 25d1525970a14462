"""The admin pages of what curators edit: their history, the way back, and two curators at once."""
