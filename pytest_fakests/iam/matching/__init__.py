"""The elements of a statement, compiled, and how each is compared with a request."""
