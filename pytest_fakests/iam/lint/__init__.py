"""What AWS takes and its author probably did not mean: policies that are valid, looked at by a list of checks."""
