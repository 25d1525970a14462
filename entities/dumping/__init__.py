"""Write the curation back as its files: only what differs changes, and comments are kept."""
