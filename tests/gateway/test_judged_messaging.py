"""What calls of SQS and SNS are judged on, and what conditions see of them: each is made by a real client.

Source: Service Authorization Reference, of each service.
"""

from __future__ import annotations

from judged_rows import Call, Seen, carries, judged_on

CALLS: list[Call] = [
    (
        "sqs",
        "SendMessage",
        {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs", "MessageBody": "x"},
        ["sqs:SendMessage arn:aws:sqs:eu-west-1:123456789012:jobs"],
    ),
    (
        "sqs",
        "SendMessageBatch",
        {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs", "Entries": []},
        ["sqs:SendMessage arn:aws:sqs:eu-west-1:123456789012:jobs"],
    ),
    (
        "sqs",
        "ReceiveMessage",
        {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs.fifo"},
        ["sqs:ReceiveMessage arn:aws:sqs:eu-west-1:123456789012:jobs.fifo"],
    ),
    (
        "sqs",
        "DeleteMessageBatch",
        {"QueueUrl": "https://eu-west-1.queue.amazonaws.com/123456789012/jobs", "Entries": []},
        ["sqs:DeleteMessage arn:aws:sqs:eu-west-1:123456789012:jobs"],
    ),
    (
        "sqs",
        "ChangeMessageVisibilityBatch",
        {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs", "Entries": []},
        ["sqs:ChangeMessageVisibility arn:aws:sqs:eu-west-1:123456789012:jobs"],
    ),
    ("sqs", "GetQueueUrl", {"QueueName": "jobs"}, ["sqs:GetQueueUrl arn:aws:sqs:eu-west-1:123456789012:jobs"]),
    ("sqs", "CreateQueue", {"QueueName": "jobs"}, ["sqs:CreateQueue arn:aws:sqs:eu-west-1:123456789012:jobs"]),
    (
        "sqs",
        "CreateQueue",
        {"QueueName": "jobs", "tags": {"team": "blue"}},
        [
            "sqs:CreateQueue arn:aws:sqs:eu-west-1:123456789012:jobs",
            "sqs:TagQueue arn:aws:sqs:eu-west-1:123456789012:jobs",
        ],
    ),
    ("sqs", "ListQueues", {}, ["sqs:ListQueues arn:aws:sqs:eu-west-1:123456789012:"]),
    (
        "sqs",
        "PurgeQueue",
        {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs"},
        ["sqs:PurgeQueue arn:aws:sqs:eu-west-1:123456789012:jobs"],
    ),
    (
        "sqs",
        "GetQueueAttributes",
        {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs"},
        ["sqs:GetQueueAttributes arn:aws:sqs:eu-west-1:123456789012:jobs"],
    ),
    (
        "sqs",
        "StartMessageMoveTask",
        {
            "SourceArn": "arn:aws:sqs:eu-west-1:123456789012:dead",
            "DestinationArn": "arn:aws:sqs:eu-west-1:123456789012:jobs",
        },
        [
            "sqs:StartMessageMoveTask arn:aws:sqs:eu-west-1:123456789012:dead",
            "sqs:ReceiveMessage arn:aws:sqs:eu-west-1:123456789012:dead",
            "sqs:DeleteMessage arn:aws:sqs:eu-west-1:123456789012:dead",
            "sqs:GetQueueAttributes arn:aws:sqs:eu-west-1:123456789012:dead",
            "sqs:SendMessage arn:aws:sqs:eu-west-1:123456789012:jobs",
        ],
    ),
    (
        "sqs",
        "SendMessage",
        {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/210987654321/theirs", "MessageBody": "x"},
        ["sqs:SendMessage arn:aws:sqs:eu-west-1:210987654321:theirs"],
    ),
    (
        "sns",
        "Publish",
        {"TopicArn": "arn:aws:sns:eu-west-1:123456789012:news", "Message": "x"},
        ["sns:Publish arn:aws:sns:eu-west-1:123456789012:news"],
    ),
    (
        "sns",
        "PublishBatch",
        {"TopicArn": "arn:aws:sns:eu-west-1:123456789012:news", "PublishBatchRequestEntries": []},
        ["sns:Publish arn:aws:sns:eu-west-1:123456789012:news"],
    ),
    ("sns", "Publish", {"PhoneNumber": "+1", "Message": "x"}, ["sns:Publish *"]),
    (
        "sns",
        "Subscribe",
        {
            "TopicArn": "arn:aws:sns:eu-west-1:123456789012:news",
            "Protocol": "sqs",
            "Endpoint": "arn:aws:sqs:eu-west-1:123456789012:jobs",
        },
        ["sns:Subscribe arn:aws:sns:eu-west-1:123456789012:news"],
    ),
    (
        "sns",
        "Unsubscribe",
        {"SubscriptionArn": "arn:aws:sns:eu-west-1:123456789012:news:12345678-1234-1234-1234-123456789012"},
        ["sns:Unsubscribe arn:aws:sns:eu-west-1:123456789012:news"],
    ),
    ("sns", "CreateTopic", {"Name": "news"}, ["sns:CreateTopic arn:aws:sns:eu-west-1:123456789012:news"]),
    ("sns", "ListTopics", {}, ["sns:ListTopics arn:aws:sns:eu-west-1:123456789012:*"]),
    (
        "sns",
        "SetSubscriptionAttributes",
        {
            "SubscriptionArn": "arn:aws:sns:eu-west-1:123456789012:news:12345678-0000-0000-0000-000000000000",
            "AttributeName": "RawMessageDelivery",
            "AttributeValue": "true",
        },
        ["sns:SetSubscriptionAttributes arn:aws:sns:eu-west-1:123456789012:news"],
    ),
    (
        "sns",
        "SetSubscriptionAttributes",
        {
            "SubscriptionArn": "arn:aws:sns:eu-west-1:123456789012:news:12345678-0000-0000-0000-000000000000",
            "AttributeName": "SubscriptionRoleArn",
            "AttributeValue": "arn:aws:iam::123456789012:role/worker",
        },
        [
            "sns:SetSubscriptionAttributes arn:aws:sns:eu-west-1:123456789012:news",
            "iam:PassRole arn:aws:iam::123456789012:role/worker",
        ],
    ),
    (
        "sns",
        "DeleteTopic",
        {"TopicArn": "arn:aws:sns:eu-west-1:210987654321:theirs"},
        ["sns:DeleteTopic arn:aws:sns:eu-west-1:210987654321:theirs"],
    ),
]

test_a_call_is_judged_on_what_it_names = judged_on(CALLS)

KEYS: list[Seen] = [
    (
        "sqs",
        "CreateQueue",
        {"QueueName": "jobs", "tags": {"team": "blue"}},
        "sqs:TagQueue",
        "aws:RequestTag/team",
        "blue",
    ),
    (
        "sns",
        "Subscribe",
        {"TopicArn": "arn:aws:sns:eu-west-1:123456789012:news", "Protocol": "https", "Endpoint": "https://example.com"},
        "sns:Subscribe",
        "sns:Protocol",
        "https",
    ),
]

test_a_call_carries_its_condition_keys = carries(KEYS)
