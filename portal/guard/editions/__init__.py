"""Django's engine for published editions."""
