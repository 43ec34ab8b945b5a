"""Fields to fill in."""
