"""The overview, and whatever is made of many rooms."""
