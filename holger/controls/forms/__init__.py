"""Answers to fill in."""
