"""Rules of privacy: what is missing in the record, and by when a request is answered. Plain Python."""
