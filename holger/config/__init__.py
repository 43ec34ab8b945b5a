"""The house's outer wall: settings, addresses, the command line and the server."""
