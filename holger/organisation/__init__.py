"""Organisations, their units and people, who may sign in to them and as what."""
