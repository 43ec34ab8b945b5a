"""What holds for policies, in plain Python."""
