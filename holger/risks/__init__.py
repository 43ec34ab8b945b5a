"""Risks: a method, threats, scenarios scored with colleagues, what is done about them, rounds that freeze."""
