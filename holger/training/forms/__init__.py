"""Answers to fill in about courses, classes and attempts."""
