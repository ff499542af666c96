"""The world of one test: what it declares, and the principals, credentials and sessions that live in it."""
