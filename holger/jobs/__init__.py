"""Work that nobody waits for: jobs that somebody asked for, work that comes again by itself, and mail on its way out."""
