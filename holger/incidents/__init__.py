"""Incidents: what happened, what was decided about it, which legal clocks run, and what is sent to whom."""
