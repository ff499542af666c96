"""What KMS's calls are judged on, and what conditions see of them: each call is made by a real client.

Source: KMS Developer Guide, "Controlling access to aliases" and "AWS KMS condition keys".
"""

from __future__ import annotations

import datetime

from judged_rows import Call, Seen, carries, judged_on

ENCRYPT = {"KeyId": "alias/app", "Plaintext": b"x", "EncryptionContext": {"team": "blue"}}

CALLS: list[Call] = [
    (
        "kms",
        "Encrypt",
        {"KeyId": "1234abcd", "Plaintext": b"x"},
        ["kms:Encrypt arn:aws:kms:eu-west-1:123456789012:key/1234abcd"],
    ),
    (
        "kms",
        "Encrypt",
        {"KeyId": "arn:aws:kms:eu-west-1:123456789012:key/1234abcd", "Plaintext": b"x"},
        ["kms:Encrypt arn:aws:kms:eu-west-1:123456789012:key/1234abcd"],
    ),
    (
        "kms",
        "Encrypt",
        {"KeyId": "alias/app", "Plaintext": b"x"},
        ["kms:Encrypt arn:aws:kms:eu-west-1:123456789012:key/1234abcd"],
    ),
    (
        "kms",
        "Decrypt",
        {"KeyId": "arn:aws:kms:eu-west-1:123456789012:alias/app", "CiphertextBlob": b"x"},
        ["kms:Decrypt arn:aws:kms:eu-west-1:123456789012:key/1234abcd"],
    ),
    (
        "kms",
        "CreateAlias",
        {"AliasName": "alias/new", "TargetKeyId": "1234abcd"},
        [
            "kms:CreateAlias arn:aws:kms:eu-west-1:123456789012:alias/new",
            "kms:CreateAlias arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
        ],
    ),
    (
        "kms",
        "UpdateAlias",
        {"AliasName": "alias/app", "TargetKeyId": "5678efgh"},
        [
            "kms:UpdateAlias arn:aws:kms:eu-west-1:123456789012:alias/app",
            "kms:UpdateAlias arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
            "kms:UpdateAlias arn:aws:kms:eu-west-1:123456789012:key/5678efgh",
        ],
    ),
    (
        "kms",
        "DeleteAlias",
        {"AliasName": "alias/app"},
        [
            "kms:DeleteAlias arn:aws:kms:eu-west-1:123456789012:alias/app",
            "kms:DeleteAlias arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
        ],
    ),
    ("kms", "ListKeys", {}, ["kms:ListKeys *"]),
    ("kms", "CreateKey", {}, ["kms:CreateKey *"]),
    (
        "kms",
        "CreateKey",
        {"Tags": [{"TagKey": "team", "TagValue": "blue"}]},
        ["kms:CreateKey *", "kms:TagResource arn:aws:kms:eu-west-1:123456789012:key/*"],
    ),
    (
        "kms",
        "ReEncrypt",
        {"SourceKeyId": "alias/app", "DestinationKeyId": "5678efgh", "CiphertextBlob": b"x"},
        [
            "kms:ReEncryptFrom arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
            "kms:ReEncryptTo arn:aws:kms:eu-west-1:123456789012:key/5678efgh",
        ],
    ),
    (
        "kms",
        "ScheduleKeyDeletion",
        {"KeyId": "1234abcd"},
        ["kms:ScheduleKeyDeletion arn:aws:kms:eu-west-1:123456789012:key/1234abcd"],
    ),
    (
        "kms",
        "CreateGrant",
        {"KeyId": "alias/app", "GranteePrincipal": "arn:aws:iam::123456789012:role/worker", "Operations": ["Decrypt"]},
        ["kms:CreateGrant arn:aws:kms:eu-west-1:123456789012:key/1234abcd"],
    ),
    (
        "kms",
        "ReplicateKey",
        {"KeyId": "mrk-1234abcd", "ReplicaRegion": "us-east-1"},
        ["kms:ReplicateKey arn:aws:kms:eu-west-1:123456789012:key/mrk-1234abcd", "kms:CreateKey *"],
    ),
    (
        "kms",
        "UpdatePrimaryRegion",
        {"KeyId": "mrk-1", "PrimaryRegion": "us-east-1"},
        [
            "kms:UpdatePrimaryRegion arn:aws:kms:eu-west-1:123456789012:key/mrk-1",
            "kms:UpdatePrimaryRegion arn:aws:kms:us-east-1:123456789012:key/mrk-1",
        ],
    ),
]

test_a_call_is_judged_on_what_it_names = judged_on(CALLS)

KEYS: list[Seen] = [
    ("kms", "Encrypt", ENCRYPT, "kms:Encrypt", "kms:EncryptionContext:team", "blue"),
    ("kms", "Encrypt", ENCRYPT, "kms:Encrypt", "kms:EncryptionContextKeys", ("team",)),
    ("kms", "Encrypt", ENCRYPT, "kms:Encrypt", "kms:RequestAlias", "alias/app"),
    # KMS Developer Guide, "AWS KMS condition keys": of the key, whichever way it is named.
    ("kms", "Encrypt", {**ENCRYPT, "KeyId": "1234abcd"}, "kms:Encrypt", "kms:ResourceAliases", ("alias/app",)),
    ("kms", "Encrypt", {**ENCRYPT, "KeyId": "5678efgh"}, "kms:Encrypt", "kms:ResourceAliases", None),
    (
        "kms",
        "GenerateDataKey",
        {"KeyId": "alias/app"},
        "kms:GenerateDataKey",
        "kms:EncryptionAlgorithm",
        "SYMMETRIC_DEFAULT",
    ),
    (
        "kms",
        "CreateGrant",
        {
            "KeyId": "1234abcd",
            "GranteePrincipal": "x",
            "Operations": ["Decrypt"],
            "Constraints": {"EncryptionContextSubset": {"team": "blue"}},
        },
        "kms:CreateGrant",
        "kms:EncryptionContextKeys",
        ("team",),
    ),
    (
        "kms",
        "RevokeGrant",
        {"KeyId": "1234abcd", "GrantId": "x"},
        "kms:RevokeGrant",
        "kms:GrantIsForAWSResource",
        "false",
    ),
    *(
        (
            "kms",
            "ReEncrypt",
            {"CiphertextBlob": b"x", "SourceKeyId": "alias/app", "DestinationKeyId": key},
            "kms:ReEncryptTo",
            "kms:ReEncryptOnSameKey",
            same,
        )
        for key, same in (("1234abcd", "true"), ("5678efgh", "false"))
    ),
    ("kms", "Encrypt", ENCRYPT, "kms:Encrypt", "kms:EncryptionAlgorithm", "SYMMETRIC_DEFAULT"),
    ("kms", "Encrypt", ENCRYPT, "kms:Encrypt", "kms:ViaService", None),
    # "expressed in Unix time", says the guide of kms:ValidTo, and its example compares it with a number.
    (
        "kms",
        "ImportKeyMaterial",
        {
            "KeyId": "1234abcd",
            "ImportToken": b"x",
            "EncryptedKeyMaterial": b"x",
            "ValidTo": datetime.datetime(2018, 12, 31, 23, 59, 59, tzinfo=datetime.timezone.utc),
        },
        "kms:ImportKeyMaterial",
        "kms:ValidTo",
        "1546300799.0",
    ),
    (
        "kms",
        "CreateKey",
        {"KeySpec": "RSA_2048", "KeyUsage": "SIGN_VERIFY"},
        "kms:CreateKey",
        "kms:KeySpec",
        "RSA_2048",
    ),
    (
        "kms",
        "CreateKey",
        {"Tags": [{"TagKey": "team", "TagValue": "blue"}]},
        "kms:TagResource",
        "aws:RequestTag/team",
        "blue",
    ),
    (
        "kms",
        "ScheduleKeyDeletion",
        {"KeyId": "1234abcd", "PendingWindowInDays": 7},
        "kms:ScheduleKeyDeletion",
        "kms:ScheduleKeyDeletionPendingWindowInDays",
        "7",
    ),
    (
        "kms",
        "CreateGrant",
        {"KeyId": "1234abcd", "GranteePrincipal": "x", "Operations": ["Decrypt", "Encrypt"]},
        "kms:CreateGrant",
        "kms:GrantOperations",
        ("Decrypt", "Encrypt"),
    ),
    (
        "kms",
        "CreateGrant",
        {
            "KeyId": "1234abcd",
            "GranteePrincipal": "arn:aws:iam::123456789012:role/worker",
            "Operations": ["Decrypt", "CreateGrant"],
            "Constraints": {"EncryptionContextSubset": {"team": "blue"}},
        },
        "kms:CreateGrant arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
        "kms:GrantConstraintType",
        "EncryptionContextSubset",
    ),
    (
        "kms",
        "ReplicateKey",
        {"KeyId": "mrk-1234abcd", "ReplicaRegion": "us-east-1"},
        "kms:ReplicateKey arn:aws:kms:eu-west-1:123456789012:key/mrk-1234abcd",
        "kms:ReplicaRegion",
        "us-east-1",
    ),
    (
        "kms",
        "Encapsulate",
        {"KeyId": "1234abcd", "EncapsulationAlgorithm": "ML_KEM_768"},
        "kms:Encapsulate arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
        "kms:EncapsulationAlgorithm",
        "ML_KEM_768",
    ),
]

test_a_call_carries_its_condition_keys = carries(KEYS)
