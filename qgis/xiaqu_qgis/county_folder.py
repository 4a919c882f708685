"""A county folder from layers: every layer becomes a GeoPackage in its own reference system."""
import os
import shutil

from qgis.core import QgsFeature, QgsFeatureSink, QgsFields, QgsProcessingException, QgsVectorFileWriter

from .settings_file import MARK, settings_of
from .words import pick

# A GeoPackage holds the time of its last change; a fixed one lets equal layers give equal files.
FIXED_TIME = "2000-01-01T00:00:00.000Z"


def write_county(folder, sources, roads_file, settings_path, context):
    """Writes the folder: `sources` maps roles to feature sources, `roads_file` is a file of roads or empty."""
    _clear(folder)
    inputs = {}
    for role, source in sources.items():
        inputs[role] = role + ".gpkg"
        _export(source, role, os.path.join(folder, inputs[role]), context)
    if roads_file:
        inputs["roads"] = os.path.abspath(roads_file).replace(os.sep, "/")
    given, beside = None, ""
    if settings_path:
        beside = os.path.dirname(os.path.abspath(settings_path))
        with open(settings_path, "rb") as file:
            given = _decoded(file.read())
    with open(os.path.join(folder, "xiaqu.toml"), "w", encoding="utf-8", newline="\n") as file:
        file.write(settings_of(inputs, given, beside))


def _decoded(data):
    """UTF-8, or the encoding of Chinese Windows."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _clear(folder):
    """An empty folder; one that somebody else filled is left alone."""
    settings = os.path.join(folder, "xiaqu.toml")
    if os.path.isdir(folder) and os.listdir(folder):
        ours = False
        if os.path.isfile(settings):
            with open(settings, encoding="utf-8", errors="replace") as file:
                ours = file.readline() == MARK
        if not ours:
            raise QgsProcessingException(
                pick(
                    "“%s” holds files that this plugin did not write: choose another output folder" % folder,
                    "“%s” 中有并非本插件写出的文件：请另选输出文件夹" % folder,
                )
            )
        shutil.rmtree(folder)
    os.makedirs(folder, exist_ok=True)


def _export(source, role, path, context):
    if not source.sourceCrs().isValid():
        raise QgsProcessingException(
            pick(
                "the layer “%s” has no reference system: set it in the properties of the layer" % source.sourceName(),
                "图层“%s”没有坐标参考系：请在图层属性中设置" % source.sourceName(),
            )
        )
    # A GeoPackage numbers its rows in a column of this name.
    kept = [index for index, field in enumerate(source.fields()) if field.name().lower() != "fid"]
    fields = QgsFields()
    for index in kept:
        fields.append(source.fields().at(index))
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = role
    with _fixed_time():
        writer = QgsVectorFileWriter.create(
            path, fields, source.wkbType(), source.sourceCrs(), context.transformContext(), options
        )
        if writer.hasError() != QgsVectorFileWriter.NoError:
            raise QgsProcessingException(writer.errorMessage())
        for feature in source.getFeatures():
            row = QgsFeature(fields)
            row.setGeometry(feature.geometry())
            row.setAttributes([feature.attributes()[index] for index in kept])
            if not writer.addFeature(row, QgsFeatureSink.FastInsert):
                raise QgsProcessingException(writer.errorMessage())
        del writer


class _fixed_time:  # noqa: N801, it is used as a word
    """While it holds, GDAL writes one time into every GeoPackage."""

    def __enter__(self):
        from osgeo import gdal

        self.before = gdal.GetConfigOption("OGR_CURRENT_DATE")
        gdal.SetConfigOption("OGR_CURRENT_DATE", FIXED_TIME)

    def __exit__(self, *_):
        from osgeo import gdal

        gdal.SetConfigOption("OGR_CURRENT_DATE", self.before)
