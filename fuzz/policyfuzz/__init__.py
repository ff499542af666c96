"""Random policy documents, sound and broken, and requests that they are asked about."""
