"""What the room asks of people, and what is handed over when they leave."""
