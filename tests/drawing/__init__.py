"""Draws what other sites and browsers show of the portal: `make pictures`."""
