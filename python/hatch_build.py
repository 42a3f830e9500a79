"""Puts Savanna's jars into the wheel: those of the Java build beside this folder, which it starts where Maven is there."""

from __future__ import annotations

import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILD = "mvn -q -B -DskipTests package"


def is_older(jar: Path, project: Path) -> bool:
    """Whether a jar is missing, or a source of the project is newer."""
    sources = [project / "pom.xml", *project.glob("*/pom.xml"), *project.glob("*/src/main/**/*"), *project.glob("results/*.program")]
    return not jar.is_file() or any(file.is_file() and file.stat().st_mtime > jar.stat().st_mtime for file in sources)


class Jars(BuildHookInterface):  # type: ignore[type-arg]
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            # The launcher of the checkout is used: see savanna.java.
            return
        project = Path(self.root).parent
        built = project / "search-core" / "target"
        jar = built / "savanna-search-core.jar"
        if not (project / "pom.xml").is_file():
            raise SystemExit(f"{self.root}: the wheel is built in a checkout of Savanna, whose jars it holds; found none around this folder")
        if is_older(jar, project):
            if shutil.which("mvn") is not None:
                subprocess.run(BUILD.split(), cwd=project, check=True)
            elif not jar.is_file():
                raise SystemExit(
                    f"{self.root}: the wheel holds Savanna's jars, which are not built yet, and there is no Maven here to build them; "
                    f"run `{BUILD}` in {project} on a machine with a JDK, or install a wheel that was made on one"
                )
        # Natives are the building machine's; those of ND4J, in a folder below, are left out.
        for file in [jar, *sorted((built / "lib").glob("*.jar"))]:
            build_data["force_include"][str(file)] = f"savanna/jars/{file.name}"
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform}"
