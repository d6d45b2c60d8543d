"""CronJobs fit Kubernetes' own schemas, and CronWorkflows the models that are made from Argo's."""

from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from hera.workflows.models import CronWorkflow

from tests.workflows.project import HOSTILE, IMAGE, generated, hash_in, hostile, one_line

JOB = "trackers/generated/kubernetes/films.yaml"
FLOW = "trackers/generated/argo/films.yaml"
NEWEST = kubernetes_validate.latest_version()


def read(text: str) -> Any:
    return yaml.safe_load(text)


def valid(text: str) -> Any:
    found = read(text)
    kubernetes_validate.validate(found, NEWEST, strict=True)
    return found


def test_a_cron_job_is_what_the_tracker_says(tmp_path: Path) -> None:
    texts = generated(tmp_path)
    job = valid(texts[JOB])
    spec = job["spec"]
    assert (job["metadata"]["name"], spec["schedule"], spec["timeZone"], spec["concurrencyPolicy"]) == (
        "films",
        "0 6 * * 1-5",
        "America/Los_Angeles",
        "Forbid",
    )
    assert job["metadata"]["annotations"]["genesis/owners"] == "films@example.com"
    inner = spec["jobTemplate"]["spec"]
    assert inner["backoffLimit"] == 3
    assert inner["podFailurePolicy"]["rules"][0]["onExitCodes"]["values"] == [1, 2, 5]
    pod = inner["template"]["spec"]
    assert (pod["restartPolicy"], pod["activeDeadlineSeconds"]) == ("Never", 1200)
    assert pod["containers"][0]["command"] == ["genesis", "refresh", "films", "--expect-lock", hash_in(texts)]
    assert pod["containers"][0]["image"] == IMAGE


def test_settings_of_a_cron_job(tmp_path: Path) -> None:
    generated(tmp_path)
    settings = 'image: "x:1", namespace: data, service_account: runner, secret: keys, project: /project'
    project = "connections: {files: {engine: duckdb, files: definitions/data}}\n"
    text = f"{project}workflows: {{kubernetes: {{{settings}}}}}\n"
    job = valid(generated(tmp_path, others={"genesis.yaml": text})[JOB])
    pod = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    assert (job["metadata"]["namespace"], pod["serviceAccountName"]) == ("data", "runner")
    container = pod["containers"][0]
    assert (container["workingDir"], container["envFrom"]) == ("/project", [{"secretRef": {"name": "keys"}}])


def test_the_schemas_can_refuse(tmp_path: Path) -> None:
    job = read(generated(tmp_path)[JOB])
    job["spec"]["timezone"] = "UTC"
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(job, NEWEST, strict=True)


def told(text: str) -> Any:
    """A CronWorkflow as the models understand it; what they do not know is lost, and then this is not what was read."""
    model = CronWorkflow.model_validate(read(text))
    return model.model_dump(by_alias=True, exclude_none=True, exclude_unset=True, mode="json")


def test_a_cron_workflow_is_what_the_tracker_says(tmp_path: Path) -> None:
    texts = generated(tmp_path)
    flow = read(texts[FLOW])
    assert told(texts[FLOW]) == flow
    spec = flow["spec"]
    assert (spec["schedules"], spec["timezone"], spec["concurrencyPolicy"]) == (
        ["0 6 * * 1-5"],
        "America/Los_Angeles",
        "Forbid",
    )
    (template,) = spec["workflowSpec"]["templates"]
    assert (template["name"], template["activeDeadlineSeconds"]) == (spec["workflowSpec"]["entrypoint"], 1200)
    assert template["retryStrategy"]["limit"] == "3"
    pool = template["synchronization"]["semaphores"][0]["configMapKeyRef"]
    shared = valid(texts["trackers/generated/argo/pools.yaml"])
    assert (pool["name"], shared["data"][pool["key"]]) == (shared["metadata"]["name"], "4")
    assert template["container"]["command"] == ["genesis", "refresh", "films", "--expect-lock", hash_in(texts)]


def test_the_models_can_refuse(tmp_path: Path) -> None:
    text = generated(tmp_path)[FLOW].replace("concurrencyPolicy", "concurrency_policy_")
    assert told(text) != read(text)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_breaks_out(text: str, tmp_path: Path) -> None:
    plain = generated(tmp_path / "plain")
    texts = generated(tmp_path / "hostile", hostile(text))
    for path in (JOB, FLOW):
        expected, found = read(plain[path]), read(texts[path])
        notes = found["metadata"].pop("annotations")
        del expected["metadata"]["annotations"]
        assert notes["genesis/description"] == one_line(text)
        assert notes["genesis/owners"] == text
        assert str(found).replace(hash_in(texts), "") == str(expected).replace(hash_in(plain), "")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("films_of_the_day", "films-of-the-day"),
        ("films_", r"films-[0-9a-f]{8}"),
        ("a" * 63, r"a{43}-[0-9a-f]{8}"),
        ("a" * 42 + "_" * 20, r"a{42}-[0-9a-f]{8}"),
    ],
)
def test_names_are_those_of_kubernetes(name: str, slug: str, tmp_path: Path) -> None:
    import re

    texts = generated(
        tmp_path,
        f"tracker: {name}\ninput: films\ndestination: {{type: csv, path: out/x.csv}}\nschedule: {{cron: '0 6 * * *'}}\n",
        name,
    )
    found = valid(texts[f"trackers/generated/kubernetes/{name}.yaml"])["metadata"]["name"]
    assert re.fullmatch(slug, found)
    assert re.fullmatch(r"[a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?", found)
