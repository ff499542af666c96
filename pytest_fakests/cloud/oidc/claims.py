"""The claims that well-known issuers put into their tokens, as their public documents show them."""

from __future__ import annotations

from typing import Any

from pytest_fakests.cloud.errors import DeclarationError

# Seconds that a token of each issuer lasts, and that its `nbf` lies before its `iat`, from the pages' examples.
GITHUB_LIFETIME, GITHUB_EARLY = 300, 600
GITLAB_LIFETIME, GITLAB_EARLY = 3600, 5
EKS_LIFETIME, EKS_EARLY = 86400, 0

_SHA = "0fffdd6505a3f5f573e34338cb9eac1211bace14"


def github_actions(repo: str, ref: str, environment: str | None, event_name: str, actor: str) -> dict[str, Any]:
    """A job of GitHub Actions.

    https://docs.github.com/en/actions/reference/security/oidc
    """
    owner, slash, name = repo.partition("/")
    if not (owner and slash and name):
        raise DeclarationError(f"{repo!r} is no repository of GitHub; write OWNER/NAME, as 'octo-org/octo-repo'")
    workflow = f"{repo}/.github/workflows/deploy.yml@{ref}"
    claims = {
        "sub": f"repo:{repo}:{_github_context(ref, environment, event_name)}",
        "ref": ref,
        "sha": _SHA,
        "repository": repo,
        "repository_owner": owner,
        "actor_id": "12",
        "repository_visibility": "private",
        "repository_id": "74",
        "repository_owner_id": "65",
        "run_id": "1",
        "run_number": "10",
        "run_attempt": "2",
        "runner_environment": "github-hosted",
        "actor": actor,
        "workflow": "deploy",
        "head_ref": "feature" if event_name == "pull_request" else "",
        "base_ref": "main" if event_name == "pull_request" else "",
        "event_name": event_name,
        "ref_type": "tag" if ref.startswith("refs/tags/") else "branch",
        "ref_protected": "false",
        "workflow_ref": workflow,
        "workflow_sha": _SHA,
        "job_workflow_ref": workflow,
        "job_workflow_sha": _SHA,
    }
    return claims if environment is None else {**claims, "environment": environment}


def gitlab_ci(project: str, ref: str, ref_type: str, host: str) -> dict[str, Any]:
    """A job of GitLab CI/CD.

    https://docs.gitlab.com/ci/secrets/id_token_authentication/
    """
    path = f"refs/{'tags' if ref_type == 'tag' else 'heads'}/{ref}"
    return {
        "sub": f"project_path:{project}:ref_type:{ref_type}:ref:{ref}",
        "namespace_id": "72",
        "namespace_path": project.rpartition("/")[0],
        "project_id": "20",
        "project_path": project,
        "user_id": "1",
        "user_login": "sample-user",
        "user_email": "sample-user@example.com",
        "user_access_level": "developer",
        "pipeline_id": "574",
        "pipeline_source": "push",
        "job_id": "302",
        "ref": ref,
        "ref_type": ref_type,
        "ref_path": path,
        "ref_protected": "false",
        "runner_id": 1,
        "runner_environment": "self-hosted",
        "sha": _SHA,
        "project_visibility": "private",
        "ci_config_ref_uri": f"{host}/{project}//.gitlab-ci.yml@{path}",
        "ci_config_sha": _SHA,
    }


def eks_service_account(namespace: str, service_account: str, pod: str) -> dict[str, Any]:
    """A pod of a service account in an EKS cluster, by the token that the cluster projects into it.

    https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html and, for the claims,
    https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/
    """
    return {
        "sub": f"system:serviceaccount:{namespace}:{service_account}",
        "kubernetes.io": {
            "namespace": namespace,
            "node": {"name": "ip-192-0-2-7", "uid": "646e7c5e-32d6-4d42-9dbd-e504e6cbe6b1"},
            "pod": {"name": pod, "uid": "5e0bd49b-f040-43b0-99b7-22765a53f7f3"},
            "serviceaccount": {"name": service_account, "uid": "14ee3fa4-a7e2-420f-9f9a-dbc4507c3798"},
        },
    }


def _github_context(ref: str, environment: str | None, event_name: str) -> str:
    if environment is not None:
        return f"environment:{environment}"
    return "pull_request" if event_name == "pull_request" else f"ref:{ref}"
