"""Who asks in an organization's account, and policies from which tests make others."""

from typing import Any

A, OUTSIDE, MANAGEMENT = "123456789012", "999999999999", "111111111111"
USER = f"arn:aws:iam::{A}:user/U"
ROLE = f"arn:aws:iam::{A}:role/R"
SESSION = f"arn:aws:sts::{A}:assumed-role/R/S"
FEDERATED = f"arn:aws:sts::{A}:federated-user/F"
ROOT = f"arn:aws:iam::{A}:root"
MANAGER = f"arn:aws:iam::{MANAGEMENT}:user/M"
LINKED = f"arn:aws:sts::{A}:assumed-role/AWSServiceRoleForX/S"
LINKED_ROLE = f"arn:aws:iam::{A}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"
LAMBDA = "lambda.amazonaws.com"
OIDC = f"arn:aws:iam::{A}:oidc-provider/token.example.com"
ISSUERS = {LINKED: LINKED_ROLE, SESSION: ROLE, FEDERATED: USER}

FULL: dict[str, Any] = {"Effect": "Allow", "Action": "*", "Resource": "*"}
S3: dict[str, Any] = {**FULL, "Action": "s3:*"}
NO_S3: dict[str, Any] = {**S3, "Effect": "Deny"}
OPEN_BUCKET: dict[str, Any] = {**S3, "Principal": "*"}
