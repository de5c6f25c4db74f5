"""Pin everything beneath the named requirements, by hash, for every platform: `make lock`."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / ".venv" / "bin" / "uv"
# The tests' lock is held to the portal's, so that the tests run on what is served.
LOCKS = (
    ("tools/uv.txt", "tools/uv.lock", ()),
    ("tools/node.txt", "tools/node.lock", ()),
    ("requirements.txt", "requirements.lock", ()),
    ("requirements-test.txt", "requirements-test.lock", ("--constraint", "requirements.lock")),
)
OPTIONS = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate", "--quiet")


def main() -> int:
    for source, lock, more in LOCKS:
        words = (str(UV), "pip", "compile", *OPTIONS, "--custom-compile-command", "make lock", *more)
        done = subprocess.run([*words, source, "--output-file", lock], cwd=ROOT)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
