"""What the room shows on the pages of others."""
