"""Columns of the room's lists, and the small pieces that its pages draw alike."""
