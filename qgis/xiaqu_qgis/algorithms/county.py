"""A county as an input: a folder that there is, or layers of the project."""
import os

from qgis.core import (
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
)

from ..county_folder import write_county
from ..words import pick

COUNTY, SETTINGS, ROADS, ROADS_FILE = "COUNTY", "SETTINGS", "ROADS", "ROADS_FILE"
LAYERS = {
    "TOWNSHIPS": ("townships", ("Townships", "乡镇"), QgsProcessing.TypeVectorPolygon),
    "VILLAGES": ("villages", ("Villages", "村庄"), QgsProcessing.TypeVectorPoint),
    "STATIONS": ("stations", ("Stations", "派出所"), QgsProcessing.TypeVectorPoint),
    ROADS: ("roads", ("Roads", "道路"), QgsProcessing.TypeVectorLine),
}
COUNTY_HELP = (
    "Give the four layers, or a county folder that there is. Fields are found by their English or Chinese names (id, name, "
    "population, officers …); others are named in the section [columns] of a settings file. Each layer keeps its reference "
    "system. Coordinates shifted as GCJ-02 or BD-09 are labelled WGS 84 in QGIS: say so in the settings file, for example "
    "villages_datum = \"gcj02\".",
    "请给出四个图层，或已有的县数据文件夹。字段按中英文名称识别（编号、名称、人口、民警数等）；其他名称在设置文件的 [columns] 中对应。"
    "各图层保留自身坐标参考系。GCJ-02、BD-09 偏移坐标在 QGIS 中通常标为 WGS 84：请在设置文件中注明，例如 villages_datum = \"gcj02\"。",
)


class CountyInput:
    """Mixed into algorithms that read a county."""

    def add_county(self):
        """The parameters."""
        for name, (_, title, kind) in LAYERS.items():
            self.addParameter(QgsProcessingParameterFeatureSource(name, pick(*title), [kind], optional=True))
        roads = pick("or roads as an OpenStreetMap file (.osm.pbf, .osm)", "或道路 OpenStreetMap 文件（.osm.pbf、.osm）")
        self.addParameter(QgsProcessingParameterFile(ROADS_FILE, roads, optional=True))
        settings = pick("Settings (xiaqu.toml)", "设置文件（xiaqu.toml）")
        filters = "TOML (*.toml *.TOML)"
        self.addParameter(QgsProcessingParameterFile(SETTINGS, settings, optional=True, fileFilter=filters))
        folder = pick("or a county folder instead of layers", "或以已有县数据文件夹代替图层")
        kind = QgsProcessingParameterFile.Folder
        self.addParameter(QgsProcessingParameterFile(COUNTY, folder, behavior=kind, optional=True))

    def missing_input(self, parameters, context):
        """What is still to be given; nothing if a county can be made."""
        layers = [name for name in LAYERS if parameters.get(name)]
        folder = self.parameterAsString(parameters, COUNTY, context)
        roads_file = self.parameterAsString(parameters, ROADS_FILE, context)
        if folder:
            if layers or roads_file or self.parameterAsString(parameters, SETTINGS, context):
                return pick("a county folder or layers with settings, not both", "县数据文件夹与图层（及设置）只能选其一")
            if not os.path.isfile(os.path.join(folder, "xiaqu.toml")):
                return pick("“%s” is no county folder: it has no xiaqu.toml", "“%s” 不是县数据文件夹：其中没有 xiaqu.toml") % folder
            return ""
        if ROADS in layers and roads_file:
            return pick("roads as a layer or as a file, not both", "道路图层与道路文件只能选其一")
        wanted = [name for name in LAYERS if name not in layers and not (name == ROADS and roads_file)]
        titles = pick(", ", "、").join(pick(*LAYERS[name][1]) for name in wanted)
        return pick("missing: %s, or a county folder", "缺少：%s，或县数据文件夹") % titles if wanted else ""

    def county_folder(self, parameters, context, made_in, feedback):
        """The folder that is there, or one made from the layers in the folder `made_in`."""
        given = self.parameterAsString(parameters, COUNTY, context)
        if given:
            return given
        sources = {}
        for name, (role, _, _) in LAYERS.items():
            source = self.parameterAsSource(parameters, name, context)
            if source is not None:
                sources[role] = source
            elif parameters.get(name):
                raise QgsProcessingException(self.invalidSourceError(parameters, name))
        feedback.setProgressText(pick("exporting the layers", "导出图层"))
        folder = os.path.join(made_in, "county")
        roads_file = self.parameterAsString(parameters, ROADS_FILE, context)
        write_county(folder, sources, roads_file, self.parameterAsString(parameters, SETTINGS, context), context)
        return folder
