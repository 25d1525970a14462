"""When the database or the index is away: readers get 503 at once, never 500 and never a hang."""
