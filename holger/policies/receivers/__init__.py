"""What the room does when something has happened."""
