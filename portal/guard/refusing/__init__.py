"""Django's engine for writes where nothing is written."""
