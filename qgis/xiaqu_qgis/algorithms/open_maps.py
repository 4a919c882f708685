"""Adds the maps of a folder that was written before, by whatever door."""
import os

from qgis.core import QgsProcessingException, QgsProcessingOutputFolder, QgsProcessingParameterFile

from ..results import add_maps
from ..words import pick
from .base import XiaquAlgorithm

FOLDER, MAPS = "FOLDER", "MAPS"


class OpenMapsAlgorithm(XiaquAlgorithm):
    """No program is run: the folder is opened as it is."""

    NAME = "open"
    TITLE = ("Open maps of an output folder", "打开输出文件夹中的地图")
    HELP = (
        "Adds the maps of a folder of “plan” or “dispatch” to the project, styled and in their groups.",
        "将 plan 或 dispatch 输出文件夹中的地图按分组、带样式加入工程。",
    )

    def __init__(self):
        super().__init__()
        self.folder = None

    def flags(self):
        # It only touches the project, which belongs to the main thread.
        return super().flags() | self.FlagNoThreading

    def initAlgorithm(self, configuration=None):  # noqa: N802
        what = pick("Output folder of plan or dispatch", "plan 或 dispatch 的输出文件夹")
        kind = QgsProcessingParameterFile.Folder
        self.addParameter(QgsProcessingParameterFile(FOLDER, what, behavior=kind))
        self.addOutput(QgsProcessingOutputFolder(MAPS, pick("Folder of the maps", "地图文件夹")))

    def processAlgorithm(self, parameters, context, feedback):  # noqa: N802
        folder = self.parameterAsString(parameters, FOLDER, context)
        inner = [os.path.join(folder, name) for name in ("", "plan", "dispatch")]
        found = [path for path in inner if os.path.isfile(os.path.join(path, "plan.qgz"))]
        if not found:
            raise QgsProcessingException(pick("no maps in “%s”", "“%s” 中没有地图") % folder)
        self.folder = found[0]
        return {MAPS: self.folder}

    def postProcessAlgorithm(self, context, feedback):  # noqa: N802
        if self.folder is not None and context.project() is not None:
            add_maps(self.folder, context.project(), feedback)
        return {}
