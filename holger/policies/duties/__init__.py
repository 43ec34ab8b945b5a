"""What policies ask of people."""
