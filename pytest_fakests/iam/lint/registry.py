"""All checks, in one place.

Codes and severities are those of IAM Access Analyzer, where it has the check:
https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterator
from typing import Any

from pytest_fakests.iam.lint.checks import (
    arns,
    condition_keys,
    contradictions,
    documents,
    elements,
    federation,
    grants,
    known_actions,
    known_keys,
    known_resources,
    organizations,
    presence,
    quantifiers,
    role_grants,
    trust,
    values,
)
from pytest_fakests.iam.lint.findings import Fault, Severity

ERROR, SECURITY_WARNING, WARNING, SUGGESTION = (
    Severity.ERROR,
    Severity.SECURITY_WARNING,
    Severity.WARNING,
    Severity.SUGGESTION,
)

_BY_REFERENCE = tuple(module.__name__ for module in (known_actions, known_resources, known_keys))


@dataclasses.dataclass(frozen=True, slots=True)
class Check:
    """A check.

    Attributes:
        function: It yields what is wrong with a policy, a statement or a condition; its docstring says what it finds.
        severity: How bad its findings are.
        of_aws: Whether IAM Access Analyzer has it, under the same code.
    """

    function: Callable[[Any], Iterator[Fault]]
    severity: Severity
    of_aws: bool = True

    @property
    def code(self) -> str:
        """The code of its findings."""
        return self.function.__name__.upper()

    @property
    def needs_reference(self) -> bool:
        """Whether it says nothing without the Service Authorization Reference."""
        return self.function.__module__ in _BY_REFERENCE


_ours = functools.partial(Check, of_aws=False)

OF_POLICIES: tuple[Check, ...] = (
    Check(documents.missing_statement, ERROR),
    Check(documents.missing_version, WARNING),
    Check(documents.unique_sids_recommended, WARNING),
    Check(documents.policy_size_exceeds_identity_policy_quota, WARNING),
    Check(documents.policy_size_exceeds_role_trust_policy_quota, WARNING),
    Check(documents.redundant_statement, SUGGESTION),
    _ours(documents.allow_covered_by_deny, WARNING),
)

OF_STATEMENTS: tuple[Check, ...] = (
    Check(elements.empty_sid_value, SUGGESTION),
    Check(elements.empty_array_action, SUGGESTION),
    Check(elements.empty_array_resource, SUGGESTION),
    Check(elements.empty_array_principal, SUGGESTION),
    Check(elements.empty_object_principal, SUGGESTION),
    Check(elements.empty_object_condition, SUGGESTION),
    _ours(elements.excludes_everything, ERROR),
    Check(elements.redundant_action, SUGGESTION),
    Check(elements.redundant_resource, SUGGESTION),
    Check(elements.variable_unsupported_in_version, ERROR),
    Check(arns.invalid_arn_prefix, ERROR),
    Check(arns.invalid_partition, ERROR),
    Check(arns.invalid_arn_service_case, ERROR),
    Check(arns.wildcard_in_service_name, SUGGESTION),
    Check(arns.missing_arn_field, ERROR),
    Check(arns.invalid_arn_account, ERROR),
    Check(arns.invalid_arn_region, ERROR),
    _ours(arns.variable_before_resource_part, ERROR),
    _ours(contradictions.conditions_contradict, ERROR),
    _ours(grants.allow_with_not_action, SECURITY_WARNING),
    _ours(grants.allow_with_not_resource, SECURITY_WARNING),
    _ours(grants.assume_role_in_any_account, SECURITY_WARNING),
    _ours(grants.bucket_name_with_wildcard, WARNING),
    Check(grants.s3_prefix_in_negative_context, SECURITY_WARNING),
    Check(grants.dynamodb_attributes_without_select, SECURITY_WARNING),
    Check(grants.allow_notaction_with_unsupported_tag_condition_key_for_service, SUGGESTION),
    Check(grants.deny_notaction_with_unsupported_tag_condition_key_for_service, SECURITY_WARNING),
    Check(role_grants.pass_role_with_star_in_resource, SECURITY_WARNING),
    Check(role_grants.pass_role_with_star_in_action_and_resource, SECURITY_WARNING),
    Check(role_grants.pass_role_with_star_in_resource_and_not_action, SECURITY_WARNING),
    Check(role_grants.pass_role_with_not_resource, SECURITY_WARNING),
    Check(role_grants.pass_role_with_star_in_action_and_not_resource, SECURITY_WARNING),
    Check(role_grants.pass_role_with_not_action_and_not_resource, SECURITY_WARNING),
    Check(role_grants.create_slr_with_star_in_resource, WARNING),
    Check(role_grants.create_slr_with_star_in_action_and_resource, WARNING),
    Check(role_grants.create_slr_with_star_in_resource_and_not_action, WARNING),
    Check(role_grants.create_slr_with_not_resource, WARNING),
    Check(role_grants.create_slr_with_star_in_action_and_not_resource, WARNING),
    Check(role_grants.create_slr_with_not_action_and_not_resource, WARNING),
    _ours(trust.open_to_the_world, SECURITY_WARNING),
    Check(trust.restrict_access_to_service_principal, SECURITY_WARNING),
    Check(trust.unsupported_condition_key_for_service_principal, ERROR),
    Check(trust.unsupported_action_in_policy, ERROR),
    _ours(trust.service_trust_without_source, SUGGESTION),
    _ours(trust.foreign_account_without_external_id, SUGGESTION),
    Check(trust.missing_action_for_roles_anywhere_trust_policy, ERROR),
    Check(trust.invalid_role_reference, WARNING),
    Check(trust.invalid_user_reference, WARNING),
    _ours(trust.unknown_principal, WARNING),
    Check(trust.redundant_principal_in_role_trust_policy, SUGGESTION),
    Check(federation.missing_condition_key_for_oidc_principal, SECURITY_WARNING),
    Check(federation.missing_github_repo_condition_key, SECURITY_WARNING),
    Check(federation.specific_github_repo_and_branch_recommended, WARNING),
    _ours(federation.missing_subject_of_shared_provider, SECURITY_WARNING),
    _ours(federation.missing_audience_condition_key, WARNING),
    Check(federation.mismatched_action_for_principal, ERROR),
    Check(organizations.rcp_syntax_error_action, ERROR),
    Check(organizations.rcp_missing_related_principal_condition_key, WARNING),
    Check(organizations.rcp_missing_related_service_principal_condition_key, WARNING),
    Check(organizations.rcp_missing_service_condition_key_null_check, WARNING),
    Check(known_actions.invalid_service_in_action, ERROR),
    Check(known_actions.invalid_action, ERROR),
    _ours(known_actions.wildcard_across_access_levels, SUGGESTION),
    _ours(known_resources.action_takes_no_such_resource, WARNING),
    _ours(known_resources.resource_of_no_action, WARNING),
    Check(known_resources.invalid_arn_resource, ERROR),
    Check(known_resources.arn_region_not_allowed, ERROR),
    Check(known_resources.missing_arn_region, ERROR),
    Check(known_resources.arn_account_not_allowed, ERROR),
    Check(known_resources.missing_arn_account, ERROR),
)

OF_CONDITIONS: tuple[Check, ...] = (
    Check(condition_keys.invalid_global_condition_key, ERROR),
    Check(condition_keys.unsupported_global_condition_key, ERROR),
    Check(condition_keys.missing_tag_key_in_condition, ERROR),
    Check(condition_keys.invalid_vpc_format, ERROR),
    Check(condition_keys.invalid_vpce_format, ERROR),
    Check(condition_keys.irrelevant_condition_key_in_policy, SUGGESTION),
    Check(condition_keys.invalid_service_principal_format, ERROR),
    Check(condition_keys.wildcard_usage_too_permissive, ERROR),
    Check(condition_keys.wildcard_without_like_operator, WARNING),
    Check(condition_keys.string_like_operator_with_arn_condition_keys, SECURITY_WARNING),
    Check(condition_keys.untrustworthy_condition_key, SECURITY_WARNING),
    Check(condition_keys.missing_paired_condition_keys, SECURITY_WARNING),
    Check(values.type_mismatch, WARNING),
    Check(values.type_mismatch_boolean, WARNING),
    Check(values.type_mismatch_number, WARNING),
    Check(values.type_mismatch_date, WARNING),
    Check(values.type_mismatch_string, WARNING),
    Check(values.type_mismatch_ip_range, ERROR),
    _ours(values.arn_pattern_without_six_parts, WARNING),
    Check(values.invalid_date_value, WARNING),
    Check(values.invalid_variable_for_operator, ERROR),
    Check(values.invalid_condition_multiple_boolean, ERROR),
    Check(values.invalid_condition_data_type, ERROR),
    Check(values.redundant_condition_value_num, SUGGESTION),
    Check(values.invalid_region, ERROR),
    Check(values.invalid_kms_key_value, ERROR),
    Check(values.private_ip_address, ERROR),
    Check(values.private_not_ip_address, ERROR),
    Check(values.private_ip_address_subset, SUGGESTION),
    Check(values.private_not_ip_address_subset, SUGGESTION),
    Check(values.improve_ip_range, SUGGESTION),
    Check(quantifiers.missing_qualifier, ERROR),
    Check(quantifiers.forallvalues_with_single_valued_key, SECURITY_WARNING),
    _ours(quantifiers.foranyvalue_with_single_valued_key, SUGGESTION),
    Check(quantifiers.foranyvalue_with_audience_claim_type, SECURITY_WARNING),
    Check(quantifiers.confirm_audience_claim_type, SUGGESTION),
    _ours(quantifiers.forallvalues_without_null_check, WARNING),
    Check(quantifiers.null_with_qualifier, SUGGESTION),
    Check(quantifiers.empty_array_condition, SUGGESTION),
    Check(quantifiers.empty_array_condition_forallvalues, SUGGESTION),
    Check(quantifiers.empty_array_condition_foranyvalue, SUGGESTION),
    Check(quantifiers.empty_array_condition_ifexists, SUGGESTION),
    _ours(presence.negated_condition_in_allow, WARNING),
    _ours(presence.if_exists_in_allow, SUGGESTION),
    _ours(presence.mfa_if_exists_in_allow, SECURITY_WARNING),
    _ours(presence.mfa_deny_without_if_exists, WARNING),
    Check(presence.equivalent_to_null_false, SUGGESTION),
    Check(presence.equivalent_to_null_true, SUGGESTION),
    Check(presence.redundant_key_due_to_wildcard_in_condition, SUGGESTION),
    Check(presence.redundant_statement_due_to_wildcard_in_condition, SUGGESTION),
    Check(known_keys.invalid_service, ERROR),
    Check(known_keys.invalid_service_condition_key, ERROR),
    Check(known_keys.unsupported_action_for_condition_key, ERROR),
    Check(known_keys.allow_with_unsupported_tag_condition_key_for_service, SUGGESTION),
    Check(known_keys.deny_with_unsupported_tag_condition_key_for_service, SECURITY_WARNING),
)

CHECKS = OF_POLICIES + OF_STATEMENTS + OF_CONDITIONS
CODES = tuple(check.code for check in CHECKS)
