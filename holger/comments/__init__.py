"""Words people say about an object: seen by whoever sees the object, kept with it."""
