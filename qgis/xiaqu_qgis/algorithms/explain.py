"""`xiaqu explain` on a folder of maps."""
import html
import os

from qgis.core import (
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ..words import pick
from .base import XiaquAlgorithm

PLAN, FIRST, SECOND, OUTPUT, TEXT = "PLAN", "FIRST", "SECOND", "OUTPUT", "TEXT"


class ExplainAlgorithm(XiaquAlgorithm):
    """Why two stations were merged or not, and what the opposite costs."""

    NAME = "explain"
    TITLE = ("Explain a plan", "说明方案")
    HELP = (
        "Two stations: why they were merged or not, and what the opposite costs in every figure. One station: what its "
        "opposite costs. None: which rules bind the plan and how far it holds. The inputs must be those of the plan.",
        "填两个派出所：为何合并或不合并，反之各项指标的代价。填一个：相反处理的代价。都不填：哪些规则起作用、方案在多大范围内成立。"
        "输入数据须与作出方案时一致。",
    )

    def initAlgorithm(self, configuration=None):  # noqa: N802
        folder = pick("Folder of a plan", "方案文件夹")
        kind = QgsProcessingParameterFile.Folder
        self.addParameter(QgsProcessingParameterFile(PLAN, folder, behavior=kind))
        first, second = pick("Station (id or name)", "派出所（编号或名称）"), pick("Other station", "另一派出所")
        self.addParameter(QgsProcessingParameterString(FIRST, first, optional=True))
        self.addParameter(QgsProcessingParameterString(SECOND, second, optional=True))
        self.add_language()
        page = pick("Explanation", "说明")
        self.addParameter(QgsProcessingParameterFileDestination(OUTPUT, page, "HTML (*.html)"))
        self.addOutput(QgsProcessingOutputString(TEXT, page))

    def checkParameterValues(self, parameters, context):  # noqa: N802
        fine, why = super().checkParameterValues(parameters, context)
        if fine and not _plan_folder(self.parameterAsString(parameters, PLAN, context)):
            return False, pick("this folder holds no plan", "该文件夹中没有方案")
        return fine, why

    def processAlgorithm(self, parameters, context, feedback):  # noqa: N802
        folder = _plan_folder(self.parameterAsString(parameters, PLAN, context))
        stations = [self.parameterAsString(parameters, name, context).strip() for name in (FIRST, SECOND)]
        # A name that begins with a dash is a name.
        named = ["--", *[station for station in stations if station]]
        ended = self.run_xiaqu(["explain", *self.language_arguments(parameters, context), folder, *named], feedback)
        if not ended.has_result():
            self.fail(ended, feedback)
        feedback.pushInfo(ended.output)
        path = self.parameterAsFileOutput(parameters, OUTPUT, context)
        with open(path, "w", encoding="utf-8") as file:
            file.write('<!DOCTYPE html><meta charset="utf-8"><pre>%s</pre>\n' % html.escape(ended.output))
        return {OUTPUT: path, TEXT: ended.output}


def _plan_folder(folder):
    """The folder, or the one that the algorithm “plan” has made in it; nothing if neither is a plan."""
    for candidate in (folder, os.path.join(folder, "plan")):
        if os.path.isfile(os.path.join(candidate, "plan.json")):
            return candidate
    return ""
