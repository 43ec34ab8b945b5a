"""Pages: providers under Settings, the door outside, and a member's own links."""
