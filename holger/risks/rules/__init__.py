"""How risks are scored, who may accept which, what is proposed where, and how pictures compare."""
