"""What the tests with moto start from."""

pytest_plugins = ["pytester"]
