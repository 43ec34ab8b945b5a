"""Reading the catalogues and profiles that NIST's OSCAL describes, in JSON, YAML and XML: documents.py is where to begin."""
