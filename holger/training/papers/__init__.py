"""What the room puts on paper."""
