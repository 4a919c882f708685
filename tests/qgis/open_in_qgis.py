#!/usr/bin/python3
"""Opens output folders of Xiaqu in the real QGIS and says what an analyst would miss.

    /usr/bin/python3 tests/qgis/open_in_qgis.py FOLDER [FOLDER ...] [--pictures DIR]

Needs the Python of the distribution's QGIS. Every folder is opened in a process of its own, because a fault of QGIS is
to be a finding and not silence. Exit status 0: nothing is missing; 1: something is.
"""
import argparse
import glob
import hashlib
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

PROJECTION = re.compile(r"EPSG:32[67]\d\d$")
CHINESE = re.compile("[\u4e00-\u9fff]")
# Layers that hold nothing where nothing changes hands or nothing can be reached.
MAY_BE_EMPTY = {"handover"}
PICTURE = (1400, 1000)


class Findings:
    """What was checked and what is wrong."""

    def __init__(self):
        self.passed, self.failed = 0, []

    def expect(self, holds, what):
        if holds:
            self.passed += 1
        else:
            self.failed.append(what)


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def check_database(package, found):
    """SQLite's own opinion comes first: QGIS may crash on a damaged file."""
    with sqlite3.connect("file:%s?mode=ro&immutable=1" % package, uri=True) as database:
        pragma = lambda name: database.execute("PRAGMA %s" % name).fetchall()
        found.expect(pragma("integrity_check") == [("ok",)], "plan.gpkg is damaged")
        found.expect(pragma("foreign_key_check") == [], "plan.gpkg breaks its own keys")
        found.expect(pragma("user_version") == [(10300,)], "plan.gpkg has another version")
        tables = [name for (name,) in database.execute("SELECT table_name FROM gpkg_contents WHERE data_type = 'features'")]
        for table in tables:
            count = lambda name: database.execute('SELECT count(*) FROM "%s"' % name).fetchone()
            found.expect(count(table) == count("rtree_%s_geom" % table), "%s is not indexed whole" % table)
        defaults = database.execute("SELECT f_table_name FROM layer_styles WHERE useAsDefault = 1").fetchall()
        found.expect(sorted(tables) == sorted(name for (name,) in defaults), "a layer has no default style")
    return tables


def check_style(layer, name, chinese, found):
    """The layer is styled, every feature is drawn, and people read aliases."""
    from qgis.core import QgsRenderContext

    renderer = layer.renderer()
    found.expect(renderer.type() in ("categorizedSymbol", "graduatedSymbol"), "%s is not styled" % name)
    renderer, context = renderer.clone(), QgsRenderContext()
    context.setExpressionContext(layer.createExpressionContext())
    renderer.startRender(context, layer.fields())
    missed = 0
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        missed += not renderer.willRenderFeature(feature, context)
    renderer.stopRender(context)
    found.expect(missed == 0, "%s: %d features would not be drawn" % (name, missed))
    for field in layer.fields():
        if field.name() not in ("fid", "id"):
            alias = field.alias()
            found.expect(alias and bool(CHINESE.search(alias)) == chinese, "%s.%s has the alias %r" % (name, field.name(), alias))
    labels = [item.label() for item in renderer.legendSymbolItems()]
    found.expect(all(labels), "%s has a legend without words: %s" % (name, labels))


def check_layers(folder, tables, chinese, found):
    """Every GeoJSON with its style file, and the table of the same name with its stored style."""
    from qgis.core import QgsVectorLayer

    names = [os.path.basename(path)[: -len(".geojson")] for path in sorted(glob.glob(os.path.join(folder, "*.geojson")))]
    found.expect(sorted(names) == sorted(tables), "layers of plan.gpkg %s, GeoJSON files %s" % (sorted(tables), names))
    for name in names:
        loose = QgsVectorLayer(os.path.join(folder, name + ".geojson"), name, "ogr")
        table = QgsVectorLayer("%s|layername=%s" % (os.path.join(folder, "plan.gpkg"), name), name, "ogr")
        for layer, where in ((loose, name + ".geojson"), (table, "plan.gpkg:" + name)):
            found.expect(layer.isValid() and layer.crs().authid() in ("EPSG:4326", "OGC:CRS84"), "%s does not open in WGS-84" % where)
            found.expect(layer.featureCount() > 0 or name in MAY_BE_EMPTY, "%s is empty" % where)
        loose.loadNamedStyle(os.path.join(folder, name + ".qml"))
        if loose.featureCount() > 0:
            check_style(loose, name + ".qml", chinese, found)
        check_style(table, "plan.gpkg:" + name, chinese, found)
        same_rows(loose, table, name, found)


def same_rows(loose, table, name, found):
    """The table holds what the GeoJSON holds, value by value and vertex by vertex."""
    from qgis.PyQt.QtCore import QVariant

    plain = lambda value: None if isinstance(value, QVariant) and value.isNull() else value
    fields = [field.name() for field in table.fields() if field.name() != "fid"]
    different = 0
    for one, other in zip(loose.getFeatures(), table.getFeatures()):
        values = all(plain(one[field]) == plain(other[field]) for field in fields)
        shapes = [one.geometry(), other.geometry()]
        for shape in shapes:
            shape.convertToMultiType()
        different += not (values and shapes[0].asWkt(7) == shapes[1].asWkt(7))
    found.expect(loose.featureCount() == table.featureCount() and different == 0, "%s: %d rows differ between GeoJSON and GeoPackage" % (name, different))


def check_shapefiles(folder, tables, found):
    """Every layer once more, with its rows, its signs and its reference system."""
    from qgis.core import QgsVectorLayer

    for name in tables:
        shapes = QgsVectorLayer(os.path.join(folder, "shapefile", name + ".shp"), name, "ogr")
        table = QgsVectorLayer("%s|layername=%s" % (os.path.join(folder, "plan.gpkg"), name), name, "ogr")
        found.expect(shapes.isValid() and shapes.crs().authid() == "EPSG:4326", "%s.shp does not open in WGS-84" % name)
        found.expect(shapes.featureCount() == table.featureCount(), "%s.shp has another number of rows" % name)
        texts = lambda layer: [f.attribute("name") for f in layer.getFeatures()] if layer.fields().indexOf("name") >= 0 else []
        known = lambda values: [value if isinstance(value, str) else "" for value in values]
        found.expect(known(texts(shapes)) == known(texts(table)), "%s.shp has other names" % name)
        size = lambda layer: sum(f.geometry().area() + f.geometry().length() for f in layer.getFeatures())
        found.expect(abs(size(shapes) - size(table)) < 1e-9 * max(1.0, size(table)), "%s.shp has other shapes" % name)


def check_project(path, name, chinese, pictures, found):
    """The project opens with everything in it, and every map of it draws."""
    from qgis.core import QgsProject

    project = QgsProject.instance()
    project.clear()
    found.expect(project.read(path), "%s does not open: %s" % (name, project.error()))
    layers, tree = project.mapLayers(), project.layerTreeRoot()
    broken = [layer.name() for layer in layers.values() if not layer.isValid()]
    found.expect(layers and not broken, "%s: %s do not open" % (name, broken))
    found.expect(PROJECTION.match(project.crs().authid()), "%s has the reference system %r" % (name, project.crs().authid()))
    found.expect(len(tree.layerOrder()) == len(layers), "%s: %d of %d layers are in the layer tree" % (name, len(tree.layerOrder()), len(layers)))
    groups = [group.name() for group in tree.children()]
    wanted = [["改革后", "变化", "改革前"], ["现状"]] if chinese else [["After", "Change", "Before"], ["Today"]]
    found.expect(groups in wanted, "%s has the groups %s" % (name, groups))
    for layer in tree.layerOrder():
        check_style(layer, "%s:%s" % (name, layer.name()), chinese, found)
        found.expect(layer.featureCount() > 0, "%s:%s shows nothing" % (name, layer.name()))
    same_colours(tree, name, found)
    themes = project.mapThemeCollection()
    found.expect(len(themes.mapThemes()) >= 3, "%s has the maps %s" % (name, themes.mapThemes()))
    check_sheets(project, name, pictures, found)
    visible = tree.checkedLayers()
    draw(project, [layer for layer in tree.layerOrder() if layer in visible], "%s-opened" % name, pictures, found)
    for number, theme in enumerate(sorted(themes.mapThemes())):
        shown = themes.mapThemeVisibleLayers(theme)
        draw(project, [layer for layer in tree.layerOrder() if layer in shown], "%s-%d-%s" % (name, number, theme), pictures, found)
    project.clear()


def check_sheets(project, name, pictures, found):
    """Every map has a sheet for the printer, with title, legend and scale."""
    from qgis.core import QgsLayoutExporter, QgsLayoutItemLabel, QgsLayoutItemLegend, QgsLayoutItemMap, QgsLayoutItemScaleBar

    sheets = {sheet.name(): sheet for sheet in project.layoutManager().layouts()}
    themes = project.mapThemeCollection().mapThemes()
    found.expect(sorted(sheets) == sorted(themes), "%s has the sheets %s for the maps %s" % (name, sorted(sheets), sorted(themes)))
    view = project.viewSettings().defaultViewExtent()
    for number, (title, sheet) in enumerate(sorted(sheets.items())):
        only = lambda kind: [item for item in sheet.items() if isinstance(item, kind)]
        (plan,), (legend,), (scale,) = only(QgsLayoutItemMap), only(QgsLayoutItemLegend), only(QgsLayoutItemScaleBar)
        found.expect(plan.followVisibilityPresetName() == title, "%s: sheet %s shows another map" % (name, title))
        found.expect(plan.extent().buffered(1.0).contains(view), "%s: sheet %s cuts the county off" % (name, title))
        found.expect(legend.linkedMap() == plan and scale.linkedMap() == plan, "%s: sheet %s is not linked" % (name, title))
        rows = [layer.layer() for layer in legend.model().rootGroup().findLayers()]
        found.expect(len(rows) > 1 and all(rows), "%s: the legend of sheet %s lacks layers" % (name, title))
        found.expect(any(title in label.text() for label in only(QgsLayoutItemLabel)), "%s: sheet %s has no title" % (name, title))
        if pictures:
            os.makedirs(pictures, exist_ok=True)
            settings = QgsLayoutExporter.ImageExportSettings()
            settings.dpi = 110
            settings.generateWorldFile = False
            target = os.path.join(pictures, "sheet-%d.png" % number)
            done = QgsLayoutExporter(sheet).exportToImage(target, settings)
            found.expect(done == QgsLayoutExporter.Success, "%s: sheet %s cannot be drawn" % (name, title))


def same_colours(tree, name, found):
    """What is in the legend of a map before has the same colour in the map after."""
    seen = {}
    for layer in tree.layerOrder():
        renderer = layer.renderer()
        kind = (layer.geometryType(), renderer.type() == "graduatedSymbol" or renderer.classAttribute())
        for item in renderer.legendSymbolItems():
            colour = item.symbol().color().name()
            first = seen.setdefault((kind, item.label()), colour)
            found.expect(first == colour, "%s:%s: %s is %s here and %s elsewhere" % (name, layer.name(), item.label(), colour, first))


def draw(project, layers, title, pictures, found):
    """One map to a picture that must show something, with its labels inside."""
    from qgis.core import QgsCoordinateTransform, QgsMapRendererParallelJob, QgsMapSettings, QgsRectangle
    from qgis.PyQt.QtCore import QSize
    from qgis.PyQt.QtGui import QColor

    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(project.crs())
    settings.setTransformContext(project.transformContext())
    settings.setOutputSize(QSize(*PICTURE))
    settings.setOutputDpi(120)
    settings.setBackgroundColor(QColor("white"))
    view = QgsRectangle(project.viewSettings().defaultViewExtent())
    settings.setExtent(view)
    for layer in layers:
        around = QgsCoordinateTransform(layer.crs(), project.crs(), project).transformBoundingBox(layer.extent())
        found.expect(view.contains(around), "%s: the view does not hold the layer %s" % (title, layer.name()))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    found.expect(not job.errors(), "%s: %s" % (title, [error.message for error in job.errors()]))
    image = job.renderedImage()
    if pictures:
        os.makedirs(pictures, exist_ok=True)
        image.save(os.path.join(pictures, re.sub(r"[^\w-]+", "_", title) + ".png"))
    step = 5
    seen = [image.pixel(x, y) for x in range(0, image.width(), step) for y in range(0, image.height(), step)]
    drawn = sum(pixel != 0xFFFFFFFF for pixel in seen) / len(seen)
    found.expect(drawn > 0.1 and len(set(seen)) > 8, "%s: the picture is blank (%.1f %% drawn)" % (title, 100 * drawn))
    labels = job.takeLabelingResults().labelsWithinRect(view)
    found.expect(labels, "%s has no labels" % title)
    cut = [label.labelText for label in labels if not view.contains(label.labelRect)]
    found.expect(not cut, "%s: labels are cut off: %s" % (title, cut))


def check_folder(folder, pictures):
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    folder, found = os.path.abspath(folder), Findings()
    package = os.path.join(folder, "plan.gpkg")
    before = digest(package)
    with open(os.path.join(folder, "plan.json"), encoding="utf-8") as file:
        parameters = {row["key"]: row["value"] for row in json.load(file)["parameters"]}
    chinese = parameters["county.language"] == "zh"
    tables = check_database(package, found)
    if os.path.isdir(os.path.join(folder, "shapefile")):
        check_shapefiles(folder, tables, found)
    check_layers(folder, tables, chinese, found)
    check_project(os.path.join(folder, "plan.qgz"), "plan.qgz", chinese, pictures, found)
    check_project("geopackage:%s?projectName=plan" % package, "plan.gpkg-project", chinese, None, found)
    found.expect(digest(package) == before, "opening plan.gpkg has changed it")
    for fault in found.failed:
        print("FAIL  %s" % fault)
    print("%s: %d passed, %d failed" % (folder, found.passed, len(found.failed)))
    sys.stdout.flush()
    # PyQGIS may crash while it is taken down; everything is said by now.
    os._exit(1 if found.failed else 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folders", nargs="+", help="output folders of plan or dispatch")
    parser.add_argument("--pictures", help="keep the pictures here, one folder for each output folder")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        check_folder(arguments.folders[0], arguments.pictures)
    worst = 0
    for folder in arguments.folders:
        command = [sys.executable, os.path.abspath(__file__), "--child", folder]
        if arguments.pictures:
            command += ["--pictures", os.path.join(arguments.pictures, os.path.basename(os.path.abspath(folder)))]
        # A profile that is thrown away: no user's settings, no user's styles.
        with tempfile.TemporaryDirectory(prefix="xiaqu-qgis-") as profile:
            own = dict(os.environ, QGIS_CUSTOM_CONFIG_PATH=profile, XDG_RUNTIME_DIR=profile)
            status = subprocess.run(command, env=own, check=False).returncode
        if status < 0:
            print("FAIL  %s: QGIS itself crashed (signal %d)" % (folder, -status))
        worst = worst or status
    sys.exit(1 if worst else 0)


if __name__ == "__main__":
    main()
