"""Measure: `make bench` runs every script of this folder, each in a process of its own; names choose some."""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def main(names: list[str]) -> int:
    """Run the named scripts, or all; return 1 when one failed, having run the others nonetheless."""
    scripts = sorted(path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_"))
    if unknown := sorted(set(names) - set(scripts)):
        print(f"There is no {', '.join(unknown)}; there is {', '.join(scripts) or 'nothing'}.", file=sys.stderr)
        return 2
    failed = []
    for script in names or scripts:
        print(f"== {script}", flush=True)
        done = subprocess.run([sys.executable, "-m", f"bench.{script}"], cwd=FOLDER.parent)
        if done.returncode:
            failed.append(script)
    if failed:
        print(f"Failed: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
