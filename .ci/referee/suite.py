"""The suite of JSON Schema: valid instances are read into the types of their schemas and written again."""
