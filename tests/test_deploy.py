"""What lies in deploy/ can be read, names nothing that is not there, and gives nothing away that it need not.

No container engine runs here; the files are held to what an engine would be told.
"""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import load_command_class
from django.core.management.base import BaseCommand

from holger.config.middleware import PROBES
from holger.config.settings import env

DEPLOY = Path(settings.BASE_DIR) / "deploy"
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
OBJECTS = [
    thing for path in sorted((DEPLOY / "kubernetes").glob("*.yaml"))
    for thing in yaml.safe_load_all(path.read_text(encoding="utf-8"))
]  # fmt: skip
USER = 10001
OWNER = "HOLGER_OWNER_DATABASE_URL"
"""The address of the role that owns the tables: for whoever migrates, and nobody else."""

pytestmark = pytest.mark.once


def test_every_file_is_read_and_every_setting_it_names_is_ours() -> None:
    known = {variable.name for variable in env.variables} | {OWNER}
    named = {
        (path.name, name)
        for path in FILES
        for name in re.findall(r"\bHOLGER_[A-Z_]+\b", path.read_text(encoding="utf-8"))
    }
    assert len(named) > 20
    assert {pair for pair in named if pair[1] not in known} == set()


def test_no_secret_is_written_down() -> None:
    for path in FILES:
        for line in path.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("=")
            if re.fullmatch(r"(HOLGER_SECRET_KEY|.*PASSWORD|AWS_SECRET.*|.*TOKEN|.*DATABASE_URL)", name):
                assert not value, f"{path.name}: {line}"


# --- The image ------------------------------------------------------------------------------------------------------


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's lines, continued ones joined: (word, rest)."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    text = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    lines = re.sub(r"\\\n\s*", " ", text).splitlines()
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in lines if line.strip()]


def last_stage() -> list[tuple[str, str]]:
    found = instructions()
    start = max(number for number, (word, _rest) in enumerate(found) if word == "FROM")
    return found[start:]


def test_the_dockerfile_is_made_of_known_words() -> None:
    words = {word for word, _rest in instructions()}
    known = "ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK RUN STOPSIGNAL USER VOLUME WORKDIR"
    assert words <= set(known.split())
    assert [rest.split(":")[1] for word, rest in instructions() if word == "FROM"] == [
        "3.13-slim-bookworm AS build", "3.13-slim-bookworm",
    ]  # fmt: skip


def test_what_is_copied_is_there() -> None:
    ignored = (Path(settings.BASE_DIR) / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = {line[1:] for line in ignored if line.startswith("!")}
    assert ignored[1] == "*"
    for name in let_in:
        assert (Path(settings.BASE_DIR) / name).exists(), name
    assert {"holger", "requirements", "hatch_build.py", "pyproject.toml", "package-lock.json", "README.md"} <= let_in
    for word, rest in instructions():
        if word == "COPY" and not rest.startswith("--from"):
            assert rest.split()[0].rstrip("/") in {*let_in, "."}
        for lock in re.findall(r"requirements/[\w.]+", rest):
            assert (Path(settings.BASE_DIR) / lock.rstrip("/")).exists()
    assert sum("--require-hashes" in rest for word, rest in instructions() if word == "RUN") == 2


def test_the_image_runs_as_a_user_of_its_own_and_keeps_its_data_in_one_place() -> None:
    stage = last_stage()
    users = [rest for word, rest in stage if word == "USER"]
    assert users == [f"{USER}:{USER}"]
    after = stage[[word for word, _rest in stage].index("USER") :]
    assert "RUN" not in {word for word, _rest in after} and "COPY" not in {word for word, _rest in after}
    told = dict(stage)
    assert told["VOLUME"] == "/data" and "HOLGER_DATA=/data" in told["ENV"]
    assert told["STOPSIGNAL"] == "SIGTERM"
    assert not re.search(r"\b(sudo|chmod 777|curl|wget|ADD)\b", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"))


def test_the_image_answers_where_it_says() -> None:
    told = dict(last_stage())
    port = told["EXPOSE"]
    assert f'"--port", "{port}"' in told["CMD"] and '"0.0.0.0"' in told["CMD"]
    asked = re.search(r"http://127\.0\.0\.1:(\d+)(/[-/\w]+)", told["HEALTHCHECK"])
    assert asked is not None and asked[1] == port and asked[2] in PROBES
    parsed(yaml.safe_load(told["CMD"]))


def parsed(arguments: list[str]) -> None:
    """A command that holger has, with arguments that it takes."""
    from django.core.management import get_commands

    command = load_command_class(get_commands()[arguments[0]], arguments[0])
    assert isinstance(command, BaseCommand)
    command.create_parser("holger", arguments[0]).parse_args(arguments[1:])


# --- Compose --------------------------------------------------------------------------------------------------------

SERVICES = [pytest.param(name, service, id=name) for name, service in COMPOSE["services"].items()]
OURS = {"web", "worker", "migrate"}


def test_the_services_and_their_profiles() -> None:
    profiles = {name: service.get("profiles", []) for name, service in COMPOSE["services"].items()}
    assert profiles == {
        "db": [], "migrate": ["setup"], "web": [], "worker": [],
        "proxy": ["proxy"], "backup": ["backup"], "objects": ["objects"],
    }  # fmt: skip


@pytest.mark.parametrize(("name", "service"), SERVICES)
def test_no_service_may_more_than_it_must(name: str, service: dict[str, Any]) -> None:
    assert not service.get("privileged") and "network_mode" not in service and "pid" not in service
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert re.fullmatch(r"\d+[mg]", service["mem_limit"])
    assert re.search(r":[\w.-]+$", service["image"]), "an image with a version"
    assert name in OURS or not service["image"].endswith(":latest")
    if name != "db":
        assert service["read_only"] is True
    if name in OURS:
        assert service["user"] == f"{USER}:{USER}"
    for volume in service.get("volumes", ()):
        source = volume.split(":")[0]
        assert source in COMPOSE["volumes"] or (DEPLOY / source).exists(), volume
        assert "docker.sock" not in volume
    assert set(service["networks"]) <= set(COMPOSE["networks"])
    for other in service.get("depends_on", {}):
        assert other in COMPOSE["services"]


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, service in COMPOSE["services"].items() if "ports" in service] == ["proxy"]


def test_only_who_migrates_knows_the_owner_of_the_tables() -> None:
    assert [name for name, service in COMPOSE["services"].items() if OWNER in service.get("environment", {})] == [
        "migrate"
    ]
    knowing = [
        name
        for name, thing in pods()
        if {"secretRef": {"name": "holger-owner"}} in thing["spec"]["template"]["spec"]["containers"][0]["envFrom"]
    ]
    assert knowing == ["migrate"]


@pytest.mark.parametrize("name", sorted(OURS))
def test_holgers_own_services_are_given_commands_that_are_there(name: str) -> None:
    service = COMPOSE["services"][name]
    parsed(service["command"])
    assert service["environment"]["DATABASE_URL"].startswith("${DATABASE_URL:-postgresql://"), "never SQLite by mistake"
    assert service["healthcheck"] == {"disable": True} if name != "web" else "healthcheck" not in service


def test_the_proxy_leads_to_the_web_server() -> None:
    text = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    port = dict(last_stage())["EXPOSE"]
    assert f"reverse_proxy web:{port}" in text
    assert COMPOSE["services"]["web"]["command"][4] == port
    for path in re.findall(r"(/-/\w+)", text):
        assert path in PROBES
    most = re.search(r"max_size (\d+)MB", text)
    assert most is not None and int(most[1]) > 50, "what holger takes must get through"


def test_the_example_names_all_that_compose_asks_for() -> None:
    given = set(re.findall(r"^(\w+)=", (DEPLOY / "example.env").read_text(encoding="utf-8"), re.M))
    asked = set(re.findall(r"(?<!\$)\$\{(\w+)", (DEPLOY / "compose.yaml").read_text(encoding="utf-8")))
    assert asked == given


# --- Kubernetes -----------------------------------------------------------------------------------------------------


def pods() -> Iterator[tuple[str, dict[str, Any]]]:
    for thing in OBJECTS:
        if thing["kind"] in ("Deployment", "Job"):
            yield thing["metadata"]["name"], thing


PODS = [pytest.param(name, thing, id=name) for name, thing in pods()]


def test_everything_is_there_and_in_its_namespace() -> None:
    kinds = sorted((thing["kind"], thing["metadata"]["name"]) for thing in OBJECTS)
    assert kinds == [
        ("ConfigMap", "holger"), ("Deployment", "web"), ("Deployment", "worker"), ("Ingress", "holger"),
        ("Job", "migrate"), ("Namespace", "holger"), ("NetworkPolicy", "holger"), ("PersistentVolumeClaim", "data"),
        ("PodDisruptionBudget", "web"), ("Service", "web"), ("ServiceAccount", "holger"),
    ]  # fmt: skip
    for thing in OBJECTS:
        assert thing["apiVersion"]
        assert thing["kind"] == "Namespace" or thing["metadata"]["namespace"] == "holger"
    (namespace,) = [thing for thing in OBJECTS if thing["kind"] == "Namespace"]
    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"


@pytest.mark.parametrize(("name", "thing"), PODS)
def test_pods_meet_the_restricted_standard(name: str, thing: dict[str, Any]) -> None:
    template = thing["spec"]["template"]
    if thing["kind"] == "Deployment":
        assert thing["spec"]["selector"]["matchLabels"] == template["metadata"]["labels"]
    spec = template["spec"]
    assert spec["securityContext"] == {
        "runAsNonRoot": True, "runAsUser": USER, "runAsGroup": USER, "fsGroup": USER,
        "seccompProfile": {"type": "RuntimeDefault"},
    }  # fmt: skip
    assert spec["automountServiceAccountToken"] is False
    assert not {"hostNetwork", "hostPID", "hostIPC"} & spec.keys()
    (container,) = spec["containers"]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]},
    }  # fmt: skip
    assert {"cpu", "memory"} <= container["resources"]["requests"].keys() & container["resources"]["limits"].keys()
    assert re.search(r":\d[\w.]+$", container["image"])
    mounted = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
    assert mounted == {"data": "/data", "tmp": "/tmp"}
    kinds = {volume["name"]: list(volume)[1] for volume in spec["volumes"]}
    lasts = thing["kind"] == "Deployment"  # keys that all pods share
    assert kinds == {"data": "persistentVolumeClaim" if lasts else "emptyDir", "tmp": "emptyDir"}
    parsed(container["args"])


def test_probes_ports_and_paths_match() -> None:
    web = dict(pods())["web"]["spec"]["template"]["spec"]["containers"][0]
    (port,) = web["ports"]
    assert str(port["containerPort"]) == dict(last_stage())["EXPOSE"] == web["args"][4]
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        asked = web[probe]["httpGet"]
        assert asked["path"] in PROBES and asked["port"] == port["name"]
    assert web["readinessProbe"]["httpGet"]["path"] == "/-/ready"
    by_kind = {thing["kind"]: thing for thing in OBJECTS}
    assert by_kind["Service"]["spec"]["selector"] == {"app": "holger", "part": "web"}
    assert by_kind["Service"]["spec"]["ports"][0]["targetPort"] == port["name"]
    way = by_kind["Ingress"]["spec"]["rules"][0]["http"]["paths"][0]["backend"]["service"]
    assert (way["name"], way["port"]["name"]) == ("web", by_kind["Service"]["spec"]["ports"][0]["name"])
    policy = by_kind["NetworkPolicy"]["spec"]
    assert policy["policyTypes"] == ["Ingress", "Egress"]
    assert policy["ingress"][0]["ports"] == [{"protocol": "TCP", "port": port["containerPort"]}]


def test_nobody_waits_for_a_pod_that_goes() -> None:
    web = dict(pods())["web"]["spec"]
    assert web["replicas"] >= 2 and web["strategy"]["rollingUpdate"]["maxUnavailable"] == 0


def test_lines_of_comments_that_are_commands_can_be_typed() -> None:
    for path in FILES:
        for line in path.read_text(encoding="utf-8").splitlines():
            if re.match(r"#\s+(docker|kubectl) ", line) and not line.endswith("\\"):
                assert shlex.split(line.lstrip("# "))
