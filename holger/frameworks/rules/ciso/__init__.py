"""Reading libraries in CISO Assistant's open format, as YAML or JSON: library.py is where to begin."""
