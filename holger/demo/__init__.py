"""Two believable organisations, filled in through the same services as real ones, and the command that shows them."""
