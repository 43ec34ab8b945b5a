"""Frameworks: what an organisation may have to live up to, requirement by requirement, and how frameworks answer each other."""
