#!/usr/bin/env python3
"""Packs the plugin as QGIS installs it: the same bytes for the same files. Usage: package.py FILE.zip"""
import os
import sys
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
PLUGIN = "xiaqu_qgis"
# The first moment that a zip can hold.
MOMENT = (1980, 1, 1, 0, 0, 0)


def files():
    """Names in the archive and where they are."""
    found = {PLUGIN + "/LICENSE": os.path.join(HERE, "..", "LICENSE-MIT")}
    for folder, _, names in os.walk(os.path.join(HERE, PLUGIN)):
        for name in names:
            if name.endswith((".py", ".txt", ".svg")):
                path = os.path.join(folder, name)
                found[os.path.relpath(path, HERE).replace(os.sep, "/")] = path
    return sorted(found.items())


def main(target):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, path in files():
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            with open(path, "rb") as file:
                archive.writestr(entry, file.read())


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
