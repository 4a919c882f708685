"""`xiaqu check` on layers or a county folder."""
import os

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterFolderDestination,
)

from ..program import DONE, INPUT_PROBLEMS
from ..words import pick
from .base import XiaquAlgorithm
from .county import COUNTY_HELP, CountyInput

OUTPUT, ERRORS, WARNINGS, PLACES = "OUTPUT", "ERRORS", "WARNINGS", "PLACES"


class CheckAlgorithm(CountyInput, XiaquAlgorithm):
    """Every problem at once. That there are some is its result and no failure."""

    NAME = "check"
    TITLE = ("Check the data of a county", "检查县数据")
    HELP = (
        "Lists every problem with code, place, cause and remedy in the log, and adds a layer of points where they are.\n\n"
        + COUNTY_HELP[0],
        "在日志中列出全部问题的代码、位置、原因与办法，并加入问题位置点图层。\n\n" + COUNTY_HELP[1],
    )

    def initAlgorithm(self, configuration=None):  # noqa: N802
        self.add_county()
        self.add_language()
        where = pick("Folder for county and list", "县数据与问题清单的文件夹")
        self.addParameter(QgsProcessingParameterFolderDestination(OUTPUT, where))
        self.addOutput(QgsProcessingOutputNumber(ERRORS, pick("Errors", "错误数")))
        self.addOutput(QgsProcessingOutputNumber(WARNINGS, pick("Warnings", "警告数")))
        self.addOutput(QgsProcessingOutputVectorLayer(PLACES, pick("Places of problems", "问题位置")))

    def checkParameterValues(self, parameters, context):  # noqa: N802
        fine, why = super().checkParameterValues(parameters, context)
        missing = self.missing_input(parameters, context) if fine else ""
        return (False, missing) if missing else (fine, why)

    def processAlgorithm(self, parameters, context, feedback):  # noqa: N802
        output = self.parameterAsString(parameters, OUTPUT, context)
        os.makedirs(output, exist_ok=True)
        county = self.county_folder(parameters, context, output, feedback)
        places = os.path.join(output, "problems.geojson")
        if os.path.exists(places):
            os.remove(places)
        arguments = ["check", county, "-o", places, "--json", *self.language_arguments(parameters, context)]
        ended = self.run_xiaqu(arguments, feedback)
        if ended.code not in (DONE, INPUT_PROBLEMS):
            self.fail(ended, feedback)
        problems = ended.answer().get("problems", [])
        errors = [problem for problem in problems if problem.get("severity") == "error"]
        if not errors:
            feedback.pushInfo(pick("the county can be planned", "该县数据可以规划"))
        results = {OUTPUT: output, ERRORS: len(errors), WARNINGS: len(problems) - len(errors)}
        if os.path.exists(places):
            title = pick("Places of problems", "问题位置")
            details = QgsProcessingContext.LayerDetails(title, context.project(), PLACES)
            context.addLayerToLoadOnCompletion(places, details)
            results[PLACES] = places
        return results
