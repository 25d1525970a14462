"""Tables of the knowledge in admin: imported with a preview, exported so that they come back."""
