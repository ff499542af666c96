"""What each kind of policy refuses that others take: the error says where, what is wrong, and what would be right.

A row has the page by which it is refused, or who reported the answer; the words are ours.
"""

from typing import Any

import pytest
from sample_statements import ALLOW, RCP, TRUST, without

from pytest_fakests.iam import PolicyError, PolicyKind, parse_policy

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
GRAMMAR = f"{IAM}/reference_policies_grammar.html"
PRINCIPAL = f"{IAM}/reference_policies_elements_principal.html"
NOT_PRINCIPAL = f"{IAM}/reference_policies_elements_notprincipal.html"
CHECKS = f"{IAM}/access-analyzer-reference-policy-checks.html"
ORGANIZATIONS = "https://docs.aws.amazon.com/organizations/latest/userguide"
SCPS = f"{ORGANIZATIONS}/orgs_manage_policies_scps_syntax.html"
RCPS = f"{ORGANIZATIONS}/orgs_manage_policies_rcps_syntax.html"
ENDPOINTS = "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html"
REMEMBERED = "an answer of IAM that no page shows"

BUCKET: dict[str, Any] = {**ALLOW, "Principal": "*"}

ARN = "arn:aws:iam::123456789012:"
KINDS = [
    pytest.param(
        CHECKS,
        PolicyKind.TRUST,
        {**TRUST, "Principal": "*"},
        '.Principal: a role trust policy cannot have the principal "*"; write {"AWS": "*"}',
        id="trust in the plain star",
    ),
    pytest.param(
        CHECKS,
        PolicyKind.TRUST,
        {**TRUST, "Resource": "*"},
        ': a role trust policy cannot have "Resource"; leave it out: the policy is about the role that it belongs to',
        id="a resource in a trust policy",
    ),
    pytest.param(
        PRINCIPAL,
        PolicyKind.TRUST,
        without(TRUST, "Principal"),
        ': the element "Principal" is missing; a role trust policy needs "Principal"',
        id="trust in nobody",
    ),
    pytest.param(
        NOT_PRINCIPAL,
        PolicyKind.TRUST,
        {**without(TRUST, "Principal"), "Effect": "Deny", "NotPrincipal": {"AWS": "123456789012"}},
        ': a role trust policy cannot have "NotPrincipal"; use "Principal", and a condition',
        id="in a trust policy",
    ),
    pytest.param(
        REMEMBERED,
        PolicyKind.TRUST,
        {**TRUST, "Action": ["sts:AssumeRole", "s3:GetObject"]},
        '.Action: the action "s3:GetObject" does not assume a role; a role trust policy takes sts:AssumeRole, '
        "sts:AssumeRoleWithSAML, sts:AssumeRoleWithWebIdentity, sts:SetContext, sts:SetSourceIdentity and "
        "sts:TagSession",
        id="AssumeRole policy may only specify STS AssumeRole actions",
    ),
    pytest.param(
        REMEMBERED,
        PolicyKind.TRUST,
        {**TRUST, "Action": "sts:GetCallerIdentity"},
        '.Action: the action "sts:GetCallerIdentity" does not assume a role; a role trust policy takes sts:AssumeRole, '
        "sts:AssumeRoleWithSAML, sts:AssumeRoleWithWebIdentity, sts:SetContext, sts:SetSourceIdentity and "
        "sts:TagSession",
        id="another action of STS",
    ),
    pytest.param(
        PRINCIPAL,
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": f"{ARN}role/*"}},
        f'.Principal.AWS: "{ARN}role/*" is not an AWS principal; a principal holds no wildcard: name each, or use '
        '"*" and a condition on aws:PrincipalArn',
        id="a wildcard in an ARN",
    ),
    pytest.param(
        PRINCIPAL,
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": "arn:aws:sts::123456789012:assumed-role/R/*"}},
        '.Principal.AWS: "arn:aws:sts::123456789012:assumed-role/R/*" is not an AWS principal; a principal holds no '
        'wildcard: name each, or use "*" and a condition on aws:PrincipalArn',
        id="every session of a role",
    ),
    pytest.param(
        PRINCIPAL,
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": f"{ARN}role/app?"}},
        f'.Principal.AWS: "{ARN}role/app?" is not an AWS principal; a principal holds no wildcard: name each, or use '
        '"*" and a condition on aws:PrincipalArn',
        id="a question mark in an ARN",
    ),
    pytest.param(
        PRINCIPAL,
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": f"{ARN}group/devs"}},
        f'.Principal.AWS: "{ARN}group/devs" is not an AWS principal; a group cannot be a principal: name its users',
        id="a group",
    ),
    pytest.param(
        PRINCIPAL,
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": "lambda.amazonaws.com"}},
        '.Principal.AWS: "lambda.amazonaws.com" is not an AWS principal; write {"Service": "lambda.amazonaws.com"}',
        id="a service under AWS",
    ),
    pytest.param(
        PRINCIPAL,
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": f"{ARN}saml-provider/Corp"}},
        f'.Principal.AWS: "{ARN}saml-provider/Corp" is not an AWS principal; write {{"Federated": '
        f'"{ARN}saml-provider/Corp"}}',
        id="an identity provider under AWS",
    ),
    pytest.param(
        PRINCIPAL,
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": "julie"}},
        '.Principal.AWS: "julie" is not an AWS principal; write an account id, the ARN of an account root, user, '
        'role or session, or "*"',
        id="a name under AWS",
    ),
    pytest.param(
        CHECKS,
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"Users": "julie"}},
        '.Principal: "Users" is not a type of principal; use one of AWS, Service, Federated, CanonicalUser',
        id="an unknown type of principal",
    ),
    pytest.param(
        CHECKS,
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"Services": "lambda.amazonaws.com"}},
        '.Principal: "Services" is not a type of principal; did you mean "Service"?',
        id="a misspelt type of principal",
    ),
    pytest.param(
        PRINCIPAL,
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"Service": "*"}},
        '.Principal.Service: "*" is not a service; write its host, such as "lambda.amazonaws.com"',
        id="every service",
    ),
    pytest.param(
        PRINCIPAL,
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"Federated": "https://token.example.com"}},
        '.Principal.Federated: "https://token.example.com" is not an identity provider; write the ARN of an OIDC or '
        "SAML provider, or one of accounts.google.com, cognito-identity.amazonaws.com, graph.facebook.com, "
        "www.amazon.com",
        id="a URL for an identity provider",
    ),
    pytest.param(
        GRAMMAR,
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"CanonicalUser": "79a5"}},
        '.Principal.CanonicalUser: a role trust policy cannot name a canonical user; use "AWS"',
        id="a canonical user in a trust policy",
    ),
    pytest.param(
        GRAMMAR,
        PolicyKind.TRUST,
        {**TRUST, "Principal": "123456789012"},
        '.Principal: "123456789012" is not a principal; write {"AWS": "123456789012"}, {"Service": ...} or '
        '{"Federated": ...}',
        id="a principal without its type",
    ),
    pytest.param(
        GRAMMAR,
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": 5}},
        ".Principal.AWS: 5 is not a principal; write a string or a list of strings",
        id="a number for a principal",
    ),
    pytest.param(
        GRAMMAR,
        PolicyKind.TRUST,
        {**TRUST, "Principal": ["123456789012"]},
        '.Principal: ["123456789012"] is not a principal; write {"AWS": "arn:aws:iam::123456789012:root"}, '
        '{"Service": ...} or {"Federated": ...}',
        id="a list for a principal",
    ),
    pytest.param(
        PRINCIPAL,
        PolicyKind.RESOURCE,
        ALLOW,
        ': the element "Principal" is missing; a resource-based policy needs "Principal"',
        id="a resource policy about nobody",
    ),
    pytest.param(
        PRINCIPAL,
        PolicyKind.RESOURCE,
        {**ALLOW, "Principal": {"Federated": f"{ARN}saml-provider/Corp"}},
        ".Principal.Federated: identity providers are principals of role trust policies only; name a role instead",
        id="a provider in a bucket policy",
    ),
    pytest.param(
        NOT_PRINCIPAL,
        PolicyKind.RESOURCE,
        {**ALLOW, "NotPrincipal": {"AWS": "123456789012"}},
        ': "NotPrincipal" does not go with "Effect": "Allow"; use "Principal", or "Effect": "Deny"',
        id="with Allow",
    ),
    pytest.param(
        CHECKS,
        PolicyKind.RESOURCE,
        {**BUCKET, "NotPrincipal": "*"},
        ': it has both "Principal" and "NotPrincipal"; keep one of them',
        id="Principal and NotPrincipal",
    ),
    pytest.param(
        ENDPOINTS,
        PolicyKind.ENDPOINT,
        without(BUCKET, "Resource"),
        ': the element "Resource" is missing; a VPC endpoint policy needs "Resource"',
        id="an endpoint policy without Resource",
    ),
    pytest.param(
        GRAMMAR,
        PolicyKind.SESSION,
        {**ALLOW, "Resource": ["*", "arn:aws:sqs"]},
        '.Resource: the resource "arn:aws:sqs" is an ARN cut short, which a session policy does not take; write all '
        'its parts, as "arn:aws:sqs:*:*:*"',
        id="an incomplete ARN in a session policy",
    ),
    pytest.param(
        CHECKS,
        PolicyKind.RESOURCE,
        {**BUCKET, "Principal": {"AWS": [f"{ARN}root", f"{ARN}user/${{aws:username}}"]}},
        f'.Principal.AWS: the principal "{ARN}user/${{aws:username}}" holds a policy variable; use "*" and a '
        "condition: variables stand in Resource and Condition only",
        id="a variable in a principal",
    ),
    pytest.param(
        PRINCIPAL,
        PolicyKind.BOUNDARY,
        BUCKET,
        ': a permissions boundary cannot have "Principal"; leave it out: the policy is about the caller that it is '
        "attached to",
        id="a principal in a boundary",
    ),
    pytest.param(
        SCPS,
        PolicyKind.SERVICE_CONTROL,
        BUCKET,
        ': a service control policy cannot have "Principal"; leave it out: the policy is about the caller that it is '
        "attached to",
        id="a principal",
    ),
    pytest.param(
        RCPS,
        PolicyKind.RESOURCE_CONTROL,
        {**RCP, "Effect": "Allow"},
        ': a resource control policy cannot allow; write "Effect": "Deny"',
        id="Allow",
    ),
    pytest.param(
        RCPS,
        PolicyKind.RESOURCE_CONTROL,
        {**without(RCP, "Action"), "NotAction": "s3:*"},
        ': a resource control policy cannot have "NotAction"; use "Action"',
        id="NotAction",
    ),
    pytest.param(
        RCPS,
        PolicyKind.RESOURCE_CONTROL,
        {**RCP, "Action": "*"},
        ': the action of a resource control policy cannot be "*" alone; name the service, such as "s3:*"',
        id="every action",
    ),
    pytest.param(
        RCPS,
        PolicyKind.RESOURCE_CONTROL,
        {**RCP, "Principal": {"AWS": "*"}},
        '.Principal: a resource control policy is about every principal; write "Principal": "*"',
        id="a principal",
    ),
]


@pytest.mark.parametrize(("source", "kind", "statement", "text"), KINDS)
def test_statement_is_refused_by_its_kind(source: str, kind: PolicyKind, statement: dict[str, Any], text: str) -> None:
    """Each kind of policy refuses what AWS does not let it hold."""
    with pytest.raises(PolicyError) as caught:
        parse_policy({"Version": "2012-10-17", "Statement": [statement]}, kind)
    assert str(caught.value) == f"Statement[0]{text}", source


@pytest.mark.parametrize("kind", [PolicyKind.SERVICE_CONTROL, PolicyKind.RESOURCE_CONTROL])
def test_policies_of_organizations_need_the_current_version(kind: PolicyKind) -> None:
    """scps_syntax, rcps_syntax: the only version is 2012-10-17, and it must be written."""
    with pytest.raises(PolicyError) as caught:
        parse_policy({"Statement": []}, kind)
    assert str(caught.value) == 'Version: policies of an organization need the current version; write "2012-10-17"'
