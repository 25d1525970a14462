"""The pages of the knowledge, one subject a module."""
