"""Pages of gap rounds: the rounds, one of them, its answers, the answering screen, and two rounds beside each other."""
