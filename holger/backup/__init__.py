"""Copies of everything: made whole, signed, kept for a while, and proved by restoring them."""
