"""The two doors of the house: what a request may be to come in, and what every answer carries when it goes out."""
