"""Suppliers: who holds our data and runs our systems, on what terms, and how they are looked after."""
