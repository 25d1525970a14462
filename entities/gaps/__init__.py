"""What is not recorded: what each kind should have, and what lacks it."""
