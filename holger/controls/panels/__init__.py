"""What the room shows on the overview and on pages of rooms below."""
