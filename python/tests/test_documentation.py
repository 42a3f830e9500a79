"""What the pages on clusters say to type is at least well formed: neither Slurm nor Kubernetes is to be had in tests."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = ["python/README.md", "python/RAY.md", "proxy-tasks/WORKERS.md"]

pytestmark = pytest.mark.skipif(not (ROOT / "python/RAY.md").is_file(), reason="not within a checkout")


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", (ROOT / page).read_text(), re.MULTILINE | re.DOTALL)


def test_scripts_are_shell() -> None:
    scripts = [script for page in PAGES for script in blocks(page, "bash")]
    assert any("#SBATCH" in script for script in scripts)
    for script in scripts:
        checked = subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True)
        assert checked.returncode == 0, checked.stderr


def test_a_batch_script_gives_slurm_its_options_before_the_first_command() -> None:
    [script] = [each for each in blocks("python/RAY.md", "bash") if "#SBATCH" in each]
    assert script.startswith("#!/bin/bash\n#SBATCH ")
    options = re.findall(r"^#SBATCH (.*)$", script, re.MULTILINE)
    assert all(re.fullmatch(r"--[a-z-]+(=\S+)?", option) for line in options for option in line.split())
    nodes = int(re.search(r"--nodes=(\d+)", options[0])[1])
    assert f"--nodes={nodes - 1} --ntasks={nodes - 1}" in script


def test_yaml_of_the_pages_is_yaml_and_the_cluster_of_kubernetes_has_what_its_kind_asks_for() -> None:
    yaml = pytest.importorskip("yaml")
    documents = [yaml.safe_load(text) for page in PAGES for text in blocks(page, "yaml")]
    [cluster] = [each for each in documents if each.get("kind") == "RayCluster"]
    assert cluster["apiVersion"] == "ray.io/v1" and cluster["metadata"]["name"] == "savanna"
    spec = cluster["spec"]
    assert set(spec) == {"headGroupSpec", "workerGroupSpecs"}
    for group in [spec["headGroupSpec"], *spec["workerGroupSpecs"]]:
        assert set(group) <= {"groupName", "replicas", "minReplicas", "maxReplicas", "rayStartParams", "template"}
        # KubeRay makes flags of `ray start` of them: texts, not numbers.
        assert all(isinstance(value, str) for value in group["rayStartParams"].values())
        for container in group["template"]["spec"]["containers"]:
            assert {"name", "image", "resources"} == set(container)
            assert set(container["resources"]["limits"]) >= {"cpu", "memory"}
    assert all(isinstance(group["groupName"], str) and group["replicas"] > 0 for group in spec["workerGroupSpecs"])


def test_commands_of_ray_have_the_options_that_the_pages_give_them() -> None:
    pytest.importorskip("ray")
    ray = shutil.which("ray", path=str(Path(sys.executable).parent))
    assert ray
    text = "\n".join((ROOT / page).read_text() for page in PAGES)
    used: dict[str, set[str]] = {}
    for command, rest in re.findall(r"\bray (start|stop|status)\b([^`\n|]*)", text):
        used.setdefault(command, set()).update(re.findall(r"--[a-z-]+", rest.split(">")[0]))
    assert used["start"] >= {"--head", "--address"}
    for command, options in used.items():
        known = set(re.findall(r"--[a-z-]+", subprocess.run([ray, command, "--help"], capture_output=True, text=True).stdout))
        assert options <= known, f"ray {command}"
