"""Every read of the room, seen by an actor."""
