"""Where botocore calls arrive: they are authenticated, authorised and answered here."""
