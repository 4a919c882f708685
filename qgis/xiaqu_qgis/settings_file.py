"""The settings of a county folder that is made from layers. Plain Python: nothing here needs QGIS.

QGIS on some systems has a Python without a reader of TOML, and the program judges the file anyway. So only the section
`[inputs]` is touched, line by line: the names of the layers that were exported go in, other files are named where they are.
"""
import os
import re

SECTION = re.compile(r"^\s*\[\s*([A-Za-z_.]+)\s*\]\s*(#.*)?$")
# A key with a text in quotation marks of either kind.
TEXT_KEY = re.compile(r"""^\s*([A-Za-z_]+)\s*=\s*(?:"((?:[^"\\])*)"|'([^']*)')\s*(#.*)?$""")
FILES = ("townships", "villages", "stations", "roads", "closures", "elevation")
# First line of the files that the plugin writes: only such a folder is written over.
MARK = "# Written by the QGIS plugin of Xiaqu from the layers of a project; it is replaced when the plugin runs again.\n"


def settings_of(inputs, given=None, beside=""):
    """The text of xiaqu.toml: `inputs` names the files of each role, `given` is the text of a settings file of the analyst,
    whose other files are looked for in the folder `beside`."""
    lines = _without(given or "", set(inputs), beside)
    head = next((number for number, line in enumerate(lines) if _section(line) == "inputs"), None)
    named = ["%s = %s\n" % (role, quoted(name)) for role, name in sorted(inputs.items())]
    if head is None:
        lines += ["\n", "[inputs]\n", *named]
    else:
        lines[head + 1 : head + 1] = named
    return MARK + "".join(lines)


def quoted(text):
    """A text as TOML has it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"%s"' % escaped


def _section(line):
    found = SECTION.match(line)
    return found.group(1) if found else None


def _without(text, roles, beside):
    """The lines of the settings without the inputs that are replaced; other inputs are named by their whole path."""
    kept, section = [], None
    for line in text.lstrip("\ufeff").splitlines():
        section = _section(line) or section
        key = TEXT_KEY.match(line) if section == "inputs" else None
        if key is None or key.group(1) not in FILES:
            kept.append(line + "\n")
        elif key.group(1) not in roles:
            name = key.group(2) if key.group(2) is not None else key.group(3)
            path = os.path.join(beside, name)
            kept.append("%s = %s\n" % (key.group(1), quoted(path.replace(os.sep, "/"))))
    return kept
