"""``savanna`` on the command line: the same commands as the launcher of a checkout."""

from __future__ import annotations

import os
import subprocess
import sys

from savanna import java


def main() -> None:
    """Runs Savanna with the arguments of this process, in its place where that can be."""
    try:
        command = java.command(sys.argv[1:])
    except java.SavannaError as missing:
        print(f"savanna: {missing}", file=sys.stderr)
        sys.exit(1)
    if sys.platform == "win32":
        sys.exit(subprocess.call(command, env=java.environment()))
    os.execvpe(command[0], command, java.environment())


if __name__ == "__main__":
    main()
