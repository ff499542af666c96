"""What calls of Secrets Manager are judged on, and what conditions see of them: each is made by a real client.

Source: Service Authorization Reference, AWS Secrets Manager.
"""

from __future__ import annotations

from judged_rows import Call, Seen, carries, judged_on

CALLS: list[Call] = [
    (
        "secretsmanager",
        "GetSecretValue",
        {"SecretId": "prod/db"},
        ["secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf"],
    ),
    (
        "secretsmanager",
        "GetSecretValue",
        {"SecretId": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-x1Y2z3"},
        ["secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-x1Y2z3"],
    ),
    (
        "secretsmanager",
        "GetSecretValue",
        {"SecretId": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db"},
        ["secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf"],
    ),
    (
        "secretsmanager",
        "CreateSecret",
        {"Name": "prod/db"},
        ["secretsmanager:CreateSecret arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf"],
    ),
    (
        "secretsmanager",
        "PutSecretValue",
        {"SecretId": "prod/db"},
        ["secretsmanager:PutSecretValue arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf"],
    ),
    ("secretsmanager", "ListSecrets", {}, ["secretsmanager:ListSecrets *"]),
    (
        "secretsmanager",
        "BatchGetSecretValue",
        {"SecretIdList": ["a", "b"]},
        [
            "secretsmanager:BatchGetSecretValue *",
            "secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-west-1:123456789012:secret:a-AbCdEf",
            "secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-west-1:123456789012:secret:b-AbCdEf",
        ],
    ),
    (
        "secretsmanager",
        "DeleteSecret",
        {"SecretId": "prod/db"},
        ["secretsmanager:DeleteSecret arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf"],
    ),
    ("secretsmanager", "GetRandomPassword", {}, ["secretsmanager:GetRandomPassword *"]),
    (
        "secretsmanager",
        "TagResource",
        {"SecretId": "prod/db", "Tags": []},
        ["secretsmanager:TagResource arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf"],
    ),
]

test_a_call_is_judged_on_what_it_names = judged_on(CALLS)

TAGGED = {"Name": "db", "SecretString": "x", "Tags": [{"Key": "team", "Value": "eng"}]}

KEYS: list[Seen] = [
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/tutorial_attribute-based-access-control.html lets a role create
    # secrets by a condition on the tags of resources: those that they are to have.
    *(
        ("secretsmanager", "CreateSecret", TAGGED, f"secretsmanager:{action}", f"{prefix}:ResourceTag/team", "eng")
        for action in ("CreateSecret", "TagResource")
        for prefix in ("aws", "secretsmanager")
    ),
    (
        "secretsmanager",
        "TagResource",
        {"SecretId": "db", "Tags": TAGGED["Tags"]},
        "secretsmanager:TagResource",
        "aws:ResourceTag/team",
        None,
    ),
    (
        "secretsmanager",
        "CreateSecret",
        {"Name": "db", "KmsKeyId": "1234abcd"},
        "kms:GenerateDataKey",
        "kms:EncryptionContext:SecretARN",
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf",
    ),
    (
        "secretsmanager",
        "RotateSecret",
        {"SecretId": "db"},
        "secretsmanager:RotateSecret",
        "secretsmanager:ModifyRotationRules",
        "false",
    ),
    (
        "secretsmanager",
        "GetSecretValue",
        {"SecretId": "db"},
        "secretsmanager:GetSecretValue",
        "secretsmanager:VersionStage",
        "AWSCURRENT",
    ),
    (
        "secretsmanager",
        "DeleteSecret",
        {"SecretId": "db", "ForceDeleteWithoutRecovery": True},
        "secretsmanager:DeleteSecret",
        "secretsmanager:ForceDeleteWithoutRecovery",
        "true",
    ),
    (
        "secretsmanager",
        "ReplicateSecretToRegions",
        {
            "SecretId": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-a1b2c3",
            "AddReplicaRegions": [{"Region": "us-east-1"}],
        },
        "secretsmanager:ReplicateSecretToRegions arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-a1b2c3",
        "secretsmanager:AddReplicaRegions",
        ("us-east-1",),
    ),
]

test_a_call_carries_its_condition_keys = carries(KEYS)
