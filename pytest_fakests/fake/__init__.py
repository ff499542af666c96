"""What a test holds in its hands: the fake as a context manager, its clock, and the roles it assumed."""
