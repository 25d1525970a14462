"""From public outlines and places to the committed data that maps are drawn from. Pure."""
