"""SAML 2.0: what an identity provider signs, and what of it may be read."""
