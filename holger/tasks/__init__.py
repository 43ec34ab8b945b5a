"""Tasks: what has to be done again and again, what has to be done once, and what became of it."""
