"""Words that every room uses: who acts, what may be done, what went wrong, what time it is. No tables of its own."""
