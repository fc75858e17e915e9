"""Tell what is in packages, for comparison: `python -m tests.e2e.packages FILE…` prints JSON."""

import hashlib
import json
import sys
import zipfile


def parts(path: str) -> dict[str, str]:
    """Return part name → SHA-256 of its bytes.

    Raises:
        AssertionError: the package is damaged.
    """
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        return {name: hashlib.sha256(package.read(name)).hexdigest() for name in package.namelist()}


if __name__ == "__main__":
    print(json.dumps([parts(path) for path in sys.argv[1:]]))
