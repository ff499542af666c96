"""OpenID Connect: the providers that issue tokens outside AWS, their keys, and the tokens themselves."""
