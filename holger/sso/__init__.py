"""An organisation's own identity providers: setting them up, coming in through them, and what follows from it."""
