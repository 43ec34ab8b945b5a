"""How courses and what came of them are drawn in lists."""
