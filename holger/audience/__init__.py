"""Whom something is for: everybody, some units, those with a role, those who lead others, or people by name."""
