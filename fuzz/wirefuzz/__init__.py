"""Mutated requests for the loopback endpoint."""
