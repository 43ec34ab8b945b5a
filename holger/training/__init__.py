"""Courses of short pages with a quiz: who must take them, who has, and what is still hard."""
