"""What the year asks for, reckoned in plain Python: neither Django nor a database."""
