"""The interface for programs: REST under ``/api/v1/`` with tokens, over the same services and rules as the pages."""
