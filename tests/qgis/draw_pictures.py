#!/usr/bin/python3
"""Prints the sheets of projects to small pictures. Usage: draw_pictures.py [--compare] FOLDER LANGUAGE=PROJECT ...

With --compare nothing is written: pictures of the folder that differ from what QGIS draws now are named. Fonts differ
between machines, so a few differing pixels are no difference.
"""
import array
import collections
import os
import sys
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Sheets by the beginning of their titles, and the name that pages use. The order is that of the project's themes.
NAMES = ("dispatch-after", "dispatch-before", "response-after", "response-before", "jurisdictions-after", "jurisdictions-before", "response-change")
TITLES = {
    "en": ("Dispatch areas: after", "Dispatch areas: before", "Response: after", "Response: before", "Jurisdictions: after", "Jurisdictions: before", "Response: change"),
    "zh": ("接处警辖区：改革后", "接处警辖区：改革前", "响应时间：改革后", "响应时间：改革前", "属地管辖：改革后", "属地管辖：改革前", "响应时间：变化"),
}
DPI = 90
# Share of the pixels that may differ visibly before a picture counts as out of date.
MAY_DIFFER = 0.03


def print_sheet(sheet, path):
    from qgis.core import QgsLayoutExporter
    from qgis.PyQt.QtCore import QSize, Qt
    from qgis.PyQt.QtGui import QImage

    image = QgsLayoutExporter(sheet).renderPageToImage(0, QSize(), DPI).convertToFormat(QImage.Format_RGB32)
    if image.isNull():
        sys.exit("%s cannot be drawn" % sheet.name())
    # Its own colours as a palette make the file a third as large; metadata would tell the time.
    pixels = array.array("I", image.constBits().asstring(image.sizeInBytes()))
    ranked = sorted(collections.Counter(pixels).items(), key=lambda entry: (-entry[1], entry[0]))
    palette = [colour for colour, _ in ranked[:256]]
    image = image.convertToFormat(QImage.Format_Indexed8, palette, Qt.ThresholdDither | Qt.AvoidDither)
    for key in image.textKeys():
        image.setText(key, "")
    image.save(path, "PNG", 0)


def is_out_of_date(path, drawn):
    from qgis.PyQt.QtGui import QImage

    one, other = QImage(path), QImage(drawn)
    if one.isNull() or one.size() != other.size():
        return True
    step, seen, differing = 3, 0, 0
    for x in range(0, one.width(), step):
        for y in range(0, one.height(), step):
            (a, b), seen = (one.pixelColor(x, y), other.pixelColor(x, y)), seen + 1
            differing += max(abs(a.red() - b.red()), abs(a.green() - b.green()), abs(a.blue() - b.blue())) > 48
    return differing > MAY_DIFFER * seen


def main():
    arguments = sys.argv[1:]
    compare = arguments[:1] == ["--compare"]
    folder, *projects = arguments[compare:]
    from qgis.core import QgsApplication, QgsProject

    application = QgsApplication([], False)
    application.initQgis()
    old = []
    with tempfile.TemporaryDirectory() as place:
        for language, path in (pair.split("=", 1) for pair in projects):
            project = QgsProject.instance()
            project.clear()
            if not project.read(path):
                sys.exit("%s does not open" % path)
            sheets = {sheet.name(): sheet for sheet in project.layoutManager().layouts()}
            for name, title in zip(NAMES, TITLES[language]):
                target = os.path.join(place if compare else folder, "%s-%s.png" % (language, name))
                print_sheet(sheets[title], target)
                if compare and is_out_of_date(os.path.join(folder, os.path.basename(target)), target):
                    old.append(os.path.basename(target))
        project.clear()
    for name in old:
        print("FAIL  %s is out of date: `make pictures` draws it anew" % name)
    print("pictures of the manual: %d passed, %d failed" % (len(NAMES) * len(projects) - len(old), len(old)))
    sys.stdout.flush()
    # PyQGIS may crash while it is taken down; everything is said by now.
    os._exit(1 if old else 0)


if __name__ == "__main__":
    main()
