"""What follows from what, in plain Python: when something comes again, when it is late, who is reminded, how a year is drawn."""
