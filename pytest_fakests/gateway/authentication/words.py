"""Each service's words for each fault: codes, HTTP statuses, messages, and the elements that S3 adds.

The rows come from raw answers in public issue trackers and from measurements against AWS that were published; the
rule behind them: query services answer in IAM's words, JSON services in those of the Coral framework with 400,
REST services in the same with 403, and S3 and EC2 have words of their own. Rows beside which a source stands were
seen there. https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html has the texts about
the credential scope and the time.
"""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """A service's answer to a fault.

    Attributes:
        code: The error code.
        status: The HTTP status.
        message: The message; facts of the request fill its braces.
        details: Elements beside code and message, in their order.
    """

    code: str
    status: int
    message: str
    details: tuple[tuple[str, str], ...] = ()


_INVALID_TOKEN = "The security token included in the request is invalid."
_SIGNATURE = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
    "Key and signing method. Consult the service documentation for details."
)
# What services other than S3 and EC2 say: the kind of code, and the message.
_MESSAGES = {
    "unsigned": ("unsigned", "Request is missing Authentication Token"),
    "incomplete": ("incomplete", "{missing}"),
    "version 2": ("incomplete", "{missing}"),
    "malformed credential": (
        "incomplete",
        "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, "
        "got '{credential}'",
    ),
    "wrong region": ("signature", "Credential should be scoped to a valid region. "),
    "wrong service": ("signature", "Credential should be scoped to correct service: '{service}'. "),
    "wrong terminator": ("signature", "Credential should be scoped with a valid terminator: 'aws4_request'. "),
    # aws/aws-sdk-go#3066 and others.
    "wrong day": (
        "signature",
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
        "'{day}' != '{time_day}', from '{signed}'.",
    ),
    "unknown key": ("key", _INVALID_TOKEN),
    "wrong token": ("key", _INVALID_TOKEN),
    "malformed token": ("key", _INVALID_TOKEN),
    "global token": ("key", _INVALID_TOKEN),
    # Without the full stop, seen where IAM refuses credentials of GetSessionToken without MFA (aws/aws-cli#8918).
    "refused session": ("key", _INVALID_TOKEN.rstrip(".")),
    "expired": ("expired", "The security token included in the request is expired"),
    "late": ("signature", "Signature expired: {signed} is now earlier than {earliest} ({now} - {window})"),
    "early": ("signature", "Signature not yet current: {signed} is still later than {latest} ({now} + {window})"),
    "wrong signature": ("signature", _SIGNATURE),
    "wrong body": ("signature", _SIGNATURE),
    # aws/aws-sdk-php#2469.
    "unsigned host": ("signature", "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."),
    "unsigned headers": ("signature", "'{headers}' must be a 'SignedHeader' in the AWS Authorization."),
}
FAULTS = frozenset(_MESSAGES)
"""The faults that every service may find in a request; S3 knows more."""

_QUERY_CODES = {
    "unsigned": ("MissingAuthenticationToken", 403),
    "incomplete": ("IncompleteSignature", 403),
    "signature": ("SignatureDoesNotMatch", 403),
    "key": ("InvalidClientTokenId", 403),
    "expired": ("ExpiredToken", 403),
}


def _coral(status: int) -> dict[str, Words]:
    """The words of services on the Coral framework."""
    codes = {
        "unsigned": ("MissingAuthenticationTokenException", status),
        "incomplete": ("IncompleteSignatureException", status),
        "signature": ("InvalidSignatureException", status),
        "key": ("UnrecognizedClientException", status),
        "expired": ("ExpiredTokenException", status),
    }
    return _said(codes)


def _said(codes: dict[str, tuple[str, int]]) -> dict[str, Words]:
    return {fault: Words(*codes[kind], message) for fault, (kind, message) in _MESSAGES.items()}


_QUERY = _said(_QUERY_CODES)
# brefphp/bref#1250 for Lambda, putyourlightson/craft-amazon-ses#15 for SES.
_NO_TOKEN = "Missing Authentication Token"
_REST = {**_coral(403), "unsigned": Words("MissingAuthenticationTokenException", 403, _NO_TOKEN)}
# aws/aws-sdk-js#1710.
_IOT = Words("ForbiddenException", 403, _INVALID_TOKEN)
_EC2: dict[str, Words] = {
    **dict.fromkeys(FAULTS, Words("AuthFailure", 401, "AWS was not able to validate the provided access credentials")),
    "unsigned": Words("MissingParameter", 400, "The request must contain the parameter AWSAccessKeyId"),
    "expired": Words("RequestExpired", 400, "Request has expired."),
}

BY_PROTOCOL = {
    "query": _QUERY,
    "ec2": _EC2,
    "json": _coral(400),
    "smithy-rpc-v2-cbor": _coral(400),
    "rest-json": _REST,
    "rest-xml": _QUERY,
}
"""Words by the protocol that a service spoke first."""
BY_SERVICE = {
    # A JSON service that answers 403 (grafana/timestream-datasource#92).
    "timestream-write": _coral(403),
    "timestream-query": _coral(403),
    "iot-data": {**_REST, "unknown key": _IOT, "wrong token": _IOT, "malformed token": _IOT, "global token": _IOT},
    "ses": {**_QUERY, "unsigned": Words("MissingAuthenticationToken", 403, _NO_TOKEN)},
}
"""Words of services that follow no rule."""

_KEY = (("AWSAccessKeyId", "{key}"),)
_TOKEN = (("Token-0", "{token}"),)
_S3_UNKNOWN = Words(
    "InvalidAccessKeyId", 403, "The AWS Access Key Id you provided does not exist in our records.", _KEY
)
_ARGUMENT = (("ArgumentName", "Authorization"), ("ArgumentValue", "{header}"))
_S3_COMMON = {
    "unsigned": Words("AccessDenied", 403, "Access Denied"),
    # aws/aws-cli#2432.
    "version 2": Words(
        "InvalidRequest",
        400,
        "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
    ),
    # versity/versitygw#1512.
    "another scheme": Words("InvalidArgument", 400, "Unsupported Authorization Type", _ARGUMENT),
    # catalyst/moodle-tool_objectfs#303.
    "two mechanisms": Words(
        "InvalidArgument",
        400,
        "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter "
        "or the Authorization header should be specified",
        _ARGUMENT,
    ),
    "no time": Words("AccessDenied", 403, "AWS authentication requires a valid Date or x-amz-date header"),
    "no hash": Words("InvalidRequest", 400, "Missing required header for this request: x-amz-content-sha256"),
    "odd hash": Words(
        "InvalidArgument",
        400,
        "x-amz-content-sha256 must be {payloads} or a valid sha256 value.",
        (("ArgumentName", "x-amz-content-sha256"), ("ArgumentValue", "{given}")),
    ),
    # coda/packs-sdk#3093 for the host; measured for the token.
    "unsigned headers": Words(
        "AccessDenied",
        403,
        "There were headers present in the request which were not signed",
        (("HeadersNotSigned", "{headers}"),),
    ),
    "unknown key": _S3_UNKNOWN,
    "wrong token": _S3_UNKNOWN,
    # aws/aws-sdk-js#4129; measured for what is no token at all.
    "global token": Words("InvalidToken", 400, "The provided token is malformed or otherwise invalid.", _TOKEN),
    "malformed token": Words("InvalidToken", 400, "The provided token is malformed or otherwise invalid.", _TOKEN),
    "expired": Words("ExpiredToken", 400, "The provided token has expired.", _TOKEN),
    # versity/versitygw#1514.
    **dict.fromkeys(
        ("late", "early"),
        Words(
            "RequestTimeTooSkewed",
            403,
            "The difference between the request time and the current time is too large.",
            (
                ("RequestTime", "{signed}"),
                ("ServerTime", "{server}"),
                ("MaxAllowedSkewMilliseconds", "{milliseconds}"),
            ),
        ),
    ),
    "wrong signature": Words(
        "SignatureDoesNotMatch",
        403,
        "The request signature we calculated does not match the signature you provided. "
        "Check your key and signing method.",
        (
            *_KEY,
            ("StringToSign", "{to_sign}"),
            ("SignatureProvided", "{signature}"),
            ("StringToSignBytes", "{to_sign_bytes}"),
            ("CanonicalRequest", "{canonical}"),
            ("CanonicalRequestBytes", "{canonical_bytes}"),
        ),
    ),
    "wrong body": Words(
        "XAmzContentSHA256Mismatch",
        400,
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
        (("ClientComputedContentSHA256", "{claimed}"), ("S3ComputedContentSHA256", "{computed}")),
    ),
}
_S3_COMMON["unsigned host"] = _S3_COMMON["unsigned headers"]


def _s3_credential(code: str, place: str, details: tuple[tuple[str, str], ...] = ()) -> dict[str, Words]:
    """The words about the credential, by where it stands."""
    return {
        "incomplete": Words(code, 400, place + "{missing}", details),
        "malformed credential": Words(
            code,
            400,
            place + 'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
            details,
        ),
        "wrong region": Words(
            code,
            400,
            place + "the region '{region}' is wrong; expecting '{wanted}'",
            (*details, ("Region", "{wanted}")),
        ),
        "wrong service": Words(
            code, 400, place + 'incorrect service "{signed_service}". This endpoint belongs to "{service}".', details
        ),
        "wrong terminator": Words(
            code,
            400,
            place + 'incorrect terminal "{terminator}". This endpoint uses "aws4_request".',
            details,
        ),
        "wrong day": Words(
            code,
            400,
            place + 'Invalid credential date "{day}". This date is not the same as X-Amz-Date: "{time_day}".',
            details,
        ),
    }


def _query_words(message: str) -> Words:
    return Words("AuthorizationQueryParametersError", 400, message)


S3_HEADER = {
    **_S3_COMMON,
    **_s3_credential("AuthorizationHeaderMalformed", "The authorization header is malformed; "),
    "incomplete": Words(
        "AuthorizationHeaderMalformed",
        400,
        "The authorization header is malformed; the authorization header requires three components: "
        "Credential, SignedHeaders, and Signature.",
    ),
}
"""S3's words where the header Authorization has the signature."""

S3_QUERY = {
    **_S3_COMMON,
    **_s3_credential("AuthorizationQueryParametersError", "Error parsing the X-Amz-Credential parameter; "),
    # kaliber-scala/play-s3#73.
    "incomplete": _query_words(
        "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, "
        "X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."
    ),
    "another scheme": _query_words('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"'),
    "no time": _query_words("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\""),
    # minio/minio-js#1312, fog/fog#3528 and bryanjos/aws_auth#31.
    "no number": _query_words("X-Amz-Expires should be a number"),
    "negative": _query_words("X-Amz-Expires must be non-negative"),
    "too long": _query_words(
        "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than "
        "604800 seconds"
    ),
    # aws/aws-sdk-php#1333.
    "late": Words(
        "AccessDenied",
        403,
        "Request has expired",
        (("X-Amz-Expires", "{expires}"), ("Expires", "{end}"), ("ServerTime", "{server}")),
    ),
    # minio/minio#2638.
    "early": Words(
        "AccessDenied",
        403,
        "Request is not yet valid",
        (("X-Amz-Date", "{signed_milliseconds}"), ("Expires", "{end}"), ("ServerTime", "{server}")),
    ),
}
"""S3's words where the URL has the signature."""

S3_FORM = {
    **_S3_COMMON,
    **_s3_credential(
        "InvalidArgument",
        "Error parsing the X-Amz-Credential parameter; ",
        (("ArgumentName", "X-Amz-Credential"), ("ArgumentValue", "{credential}")),
    ),
}
"""S3's words where the fields of an uploaded form have the signature."""
