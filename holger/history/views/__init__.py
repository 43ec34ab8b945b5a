"""The trail, of the organisation and of one object; and what proves it."""
