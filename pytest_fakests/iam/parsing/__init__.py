"""Documents in: read, checked as AWS checks them when they are saved, and compiled."""
