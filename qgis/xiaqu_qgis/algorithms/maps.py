"""Algorithms that write a folder of maps: plan and dispatch."""
import os

from qgis.core import (
    QgsProcessingOutputFolder,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterNumber,
)

from ..results import add_maps
from ..words import pick
from .base import XiaquAlgorithm
from .county import CountyInput

OUTPUT, MAPS, TIME_LIMIT, ADD = "OUTPUT", "MAPS", "TIME_LIMIT", "ADD_TO_PROJECT"


class MapsAlgorithm(CountyInput, XiaquAlgorithm):
    """`COMMAND` is the command of the program, `OUTPUT_LAYERS` are the layers that models and scripts go on with."""

    COMMAND = ""
    OUTPUT_LAYERS = ()

    def __init__(self):
        super().__init__()
        self.folder = None
        self.adds = False

    def initAlgorithm(self, configuration=None):  # noqa: N802
        self.add_county()
        self.add_language()
        seconds = pick("Seconds after which the best so far is written", "到时即写出当前最优结果（秒）")
        kind = QgsProcessingParameterNumber.Double
        self.add_advanced(QgsProcessingParameterNumber(TIME_LIMIT, seconds, kind, optional=True, minValue=0.1))
        adds = pick("Add the maps to the project, styled", "将带样式的地图加入工程")
        self.addParameter(QgsProcessingParameterBoolean(ADD, adds, defaultValue=True))
        where = pick("Folder for county and maps", "县数据与地图的文件夹")
        self.addParameter(QgsProcessingParameterFolderDestination(OUTPUT, where))
        self.addOutput(QgsProcessingOutputFolder(MAPS, pick("Folder of the maps", "地图文件夹")))
        for layer in self.OUTPUT_LAYERS:
            self.addOutput(QgsProcessingOutputVectorLayer(layer.upper(), layer))

    def checkParameterValues(self, parameters, context):  # noqa: N802
        fine, why = super().checkParameterValues(parameters, context)
        missing = self.missing_input(parameters, context) if fine else ""
        return (False, missing) if missing else (fine, why)

    def processAlgorithm(self, parameters, context, feedback):  # noqa: N802
        output = self.parameterAsString(parameters, OUTPUT, context)
        os.makedirs(output, exist_ok=True)
        county = self.county_folder(parameters, context, output, feedback)
        maps = os.path.join(output, self.COMMAND)
        arguments = [self.COMMAND, county, "-o", maps, "--force"]
        arguments += self.language_arguments(parameters, context)
        if parameters.get(TIME_LIMIT) is not None:
            arguments += ["--time-limit", str(self.parameterAsDouble(parameters, TIME_LIMIT, context))]
        ended = self.run_xiaqu(arguments, feedback)
        if not ended.has_result():
            self.fail(ended, feedback)
        feedback.pushInfo(ended.output)
        self.adds, self.folder = self.parameterAsBool(parameters, ADD, context), maps
        feedback.pushInfo(pick("maps: %s", "地图：%s") % maps)
        if feedback.isCanceled():
            # QGIS drops the results of what was cancelled.
            again = pick("they can be added with “Open maps of an output folder”", "可用“打开输出文件夹中的地图”加入工程")
            feedback.pushInfo(again)
        package = os.path.join(maps, "plan.gpkg")
        layers = {layer.upper(): "%s|layername=%s" % (package, layer) for layer in self.OUTPUT_LAYERS}
        return {OUTPUT: output, MAPS: maps, **layers}

    def postProcessAlgorithm(self, context, feedback):  # noqa: N802
        # This part runs in the thread that owns the project.
        if self.adds and self.folder is not None and context.project() is not None:
            add_maps(self.folder, context.project(), feedback)
        return {}
