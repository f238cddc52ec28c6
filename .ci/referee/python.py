"""Requests of our clients compared with those of openapi-generator's clients in Python, for the same arguments."""
