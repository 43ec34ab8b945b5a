"""What the room hands out as files."""
