"""Decisions out: which statements were looked at, why they did not match, and what would allow the request."""
