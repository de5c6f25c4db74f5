#!/bin/sh
# Prints the first Python that is new enough; otherwise says in one line what is missing.
found=""
for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        command -v "$python"
        exit 0
    fi
    found="$found $python is $version,"
done
echo "MOOC Portal needs Python 3.11 or newer:${found:- none was found,} please install it or name it with PYTHON=/path/to/python3." >&2
exit 1
