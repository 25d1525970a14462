"""The counts that pages show, kept by whoever writes what is counted."""
