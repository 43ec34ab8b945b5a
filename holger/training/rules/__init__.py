"""Quizzes, dates and content: plain Python."""
