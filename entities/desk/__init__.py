"""The curators' desk: the screens in admin that do more than edit a row."""
