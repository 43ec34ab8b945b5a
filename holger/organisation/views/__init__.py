"""The pages of people, units, roles and settings, and the entrance before any organisation."""
