"""Reading policies and what belongs to them, always as somebody."""
