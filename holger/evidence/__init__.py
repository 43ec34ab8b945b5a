"""Proof: files and links, the period they cover, and the objects they prove something about."""
