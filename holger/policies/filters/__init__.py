"""Ways to narrow the room's lists."""
