"""Operations that AWS's Service Authorization Reference does not have yet, by its guides or by their siblings."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts, UnmappedCallError, User, allow
from pytest_fakests.gateway.operations import Place, required_permissions

HERE = Place("aws", "eu-west-1", "123456789012", "julie")
KINESIS = "arn:aws:kinesis:eu-west-1:123456789012"
STREAM = f"{KINESIS}:stream/orders"
CLOUDWATCH = "arn:aws:cloudwatch:eu-west-1:123456789012"
EC2 = "arn:aws:ec2:eu-west-1:123456789012"
ZONE = "arn:aws:route53:::hostedzone/Z1"
TABLE = "arn:aws:athena:eu-west-1:123456789012:system-table/ALL"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd"
TAGS = [{"Key": "team", "Value": "a"}]
PROVIDER = "arn:aws:iam::123456789012:oidc-provider/idp.example.com"

NEEDS = [
    # https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-change-history-permissions.html
    pytest.param(
        ("route53", "ListResourceRecordSetChanges", {"HostedZoneId": "/hostedzone/Z1"}),
        [("route53:GetHostedZoneChangeBatch", (ZONE,)), ("route53:ListResourceRecordSets", (ZONE,))],
        id="an operation without an action of its own",
    ),
    # https://docs.aws.amazon.com/streams/latest/dev/queues-iam.html
    pytest.param(
        ("kinesis", "CreateQueue", {"QueueName": "q", "StreamConfigurationList": [{"StreamARN": STREAM}]}),
        [
            ("kinesis:CreateQueue", (f"{KINESIS}:queue/*",)),
            ("kinesis:AssociateStreamsWithQueue", (f"{KINESIS}:queue/*", STREAM)),
        ],
        id="what joins two resources",
    ),
    # https://docs.aws.amazon.com/athena/latest/ug/security-iam-system-tables.html
    pytest.param(
        ("athena", "CreateSystemTableConfiguration", {"TableName": "ALL", "Tags": TAGS}),
        [("athena:CreateSystemTableConfiguration", (TABLE,)), ("athena:TagResource", (TABLE,))],
        id="tags of what is made",
    ),
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricDataQueryDefinition.html
    pytest.param(
        ("cloudwatch", "PutMetricDataQueryDefinition", {"Id": "d-1", "Path": "p"}),
        [("cloudwatch:PutMetricDataQueryDefinition", (f"{CLOUDWATCH}:metric-query-definition/d-1",))],
        id="what a call changes",
    ),
    pytest.param(
        ("cloudwatch", "PutMetricDataQueryDefinition", {"Path": "p"}),
        [("cloudwatch:PutMetricDataQueryDefinition", (f"{CLOUDWATCH}:metric-query-definition/*",))],
        id="what a call makes",
    ),
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_AssociateDatasetKmsKey.html
    pytest.param(
        ("cloudwatch", "AssociateDatasetKmsKey", {"DatasetIdentifier": "default", "KmsKeyArn": KEY}),
        [("cloudwatch:AssociateDatasetKmsKey", (f"{CLOUDWATCH}:dataset/default",)), ("kms:Decrypt", (KEY,))],
        id="the caller's own use of a key",
    ),
    # As CreateCapacityReservationCancellationQuote.
    pytest.param(
        ("ec2", "CreateCapacityReservationDateChangeQuote", {"CapacityReservationId": "cr-1"}),
        [
            ("ec2:CreateCapacityReservationDateChangeQuote", (f"{EC2}:capacity-reservation/cr-1",)),
            ("ec2:CreateCapacityReservationDateChangeQuote", (f"{EC2}:capacity-reservation-modification-quote/*",)),
        ],
        id="as a sibling",
    ),
]


def asked(call: tuple[str, str, dict[str, Any]]) -> list[tuple[str, tuple[str, ...]]]:
    """The actions and resources that a call needs."""
    return [(one.action, one.resources) for one in required_permissions(*call, HERE)]


@pytest.mark.parametrize(("call", "expected"), NEEDS)
def test_what_aws_s_guides_name_is_asked_for(call: Any, expected: Any) -> None:
    """Each action that a guide names for the operation, on the resource that it names."""
    assert asked(call) == expected


def test_a_data_quality_configuration_passes_its_role() -> None:
    """The API reference says that glue.amazonaws.com has to be trusted by it."""
    *_, passed = required_permissions(
        "glue", "CreateDataQualityEvaluationConfig", {"Name": "c", "Role": "worker"}, HERE
    )
    assert (passed.action, passed.resources) == ("iam:PassRole", ("arn:aws:iam::123456789012:role/worker",))
    assert passed.context == {"iam:PassedToService": "glue.amazonaws.com"}


def test_the_identity_center_of_a_provider_is_a_key_of_the_request() -> None:
    """IAM API reference, UpdateOpenIDConnectProvider: "the Request keys contain the values in the request"."""
    instance = "arn:aws:sso:::instance/ssoins-1"
    params = {"OpenIDConnectProviderArn": PROVIDER, "IdentityCenterInstanceArn": instance}
    (one,) = required_permissions("iam", "UpdateOpenIDConnectProvider", params, HERE)
    assert dict(one.context) == {"iam:RequestIdentityCenterInstanceArn": instance}


class TestAResourceThatIsNotPublished:
    """Who may do it on everything may, who may not at all may not, and what lies between is not guessed."""

    def get(self, fakests: FakeSts, *permissions: Any) -> Any:
        fakests.add(User("ann", permissions=list(permissions)))
        glue = fakests.client("glue", "user/ann")
        if not hasattr(glue, "get_glossary"):
            pytest.skip("this botocore has no glossaries")
        return glue.get_glossary(Identifier="gl-1")

    def test_everything_is_allowed(self, fakests: FakeSts) -> None:
        """To who may do it on every resource."""
        assert self.get(fakests, allow("glue:Get*"))

    def test_nothing_is_allowed(self, fakests: FakeSts) -> None:
        """To who may do other things alone."""
        with pytest.raises(ClientError, match="not authorized to perform: glue:GetGlossary because no"):
            self.get(fakests, allow("glue:GetTable"))

    def test_something_is_allowed(self, fakests: FakeSts) -> None:
        """Where a policy names resources, it is not known whether they are the right ones."""
        with pytest.raises(UnmappedCallError) as caught:
            self.get(fakests, allow("glue:GetGlossary", on="arn:aws:glue:*:*:glossary/gl-1"))
        assert (
            "no mapping for glue:GetGlossary: glue:GetGlossary is denied on *, and its resource is not in AWS's "
            "reference yet; say what it needs with fakests.map("
        ) in str(caught.value)
