"""Rules of suppliers: what a contract, a supervision, a chain and an answer amount to. Plain Python."""
