"""The checks, by what they look at; the registry lists them all."""
