"""What is asked on the pages of this room."""
