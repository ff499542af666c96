"""The AWS Security Token Service: one function an operation, over a Cloud."""
