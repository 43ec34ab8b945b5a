"""The trail: who did what, when, through what, from what to what. It only grows, and each entry seals the one before."""
