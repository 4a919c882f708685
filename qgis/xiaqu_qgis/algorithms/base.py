"""What all algorithms share: the language, and running the program with progress, messages and cancel."""
import re

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
)

from ..program import INFEASIBLE, INPUT_PROBLEMS, INTERRUPTED, NO_PLAN, STOPPED, ProgramMissing, find_program, run_program
from ..words import language, pick

LANGUAGE = "LANGUAGE"
# How the program begins a problem.
CODE = re.compile(r"[EW]\d{3}\b")


class XiaquAlgorithm(QgsProcessingAlgorithm):
    """An algorithm that runs the program. `NAME`, `TITLE` and `HELP` say what it is, in English and in Chinese."""

    NAME = ""
    TITLE = ("", "")
    HELP = ("", "")

    def createInstance(self):  # noqa: N802
        return type(self)()

    def name(self):
        return self.NAME

    def displayName(self):  # noqa: N802
        return pick(*self.TITLE)

    def shortHelpString(self):  # noqa: N802
        return pick(*self.HELP)

    def add_advanced(self, parameter):
        """A parameter that few need."""
        parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.FlagAdvanced)
        self.addParameter(parameter)

    def add_language(self):
        """In what language names, legends and aliases are written."""
        choices = [pick("as QGIS", "同 QGIS"), pick("as the county's settings", "同县设置"), "中文", "English"]
        what = pick("Language of maps and messages", "地图与消息的语言")
        self.add_advanced(QgsProcessingParameterEnum(LANGUAGE, what, choices, defaultValue=0))

    def language_arguments(self, parameters, context):
        """`--lang` as chosen."""
        chosen = self.parameterAsEnum(parameters, LANGUAGE, context)
        named = [language(), None, "zh", "en"][chosen]
        return ["--lang", named] if named else []

    def run_xiaqu(self, arguments, feedback):
        """Runs the program. What it says goes into the log, how far it is onto the bar."""
        from ..provider import stated_program

        try:
            program = find_program(stated_program())
        except ProgramMissing as missing:
            raise QgsProcessingException(_no_program(missing.place)) from missing
        feedback.pushCommandInfo("xiaqu " + " ".join(_shown(argument) for argument in arguments))

        def on_stage(number, count, text):
            feedback.setProgress(100.0 * (number - 1) / count)
            feedback.setProgressText(text)

        ended = run_program(program, arguments, on_stage, lambda text: _say(feedback, text), feedback.isCanceled)
        if ended.code in (STOPPED, INTERRUPTED):
            feedback.pushWarning(
                pick(
                    "stopped before the proof: this is the best found so far, with its gap",
                    "在证明完成前停止：这是目前找到的最优结果，附差距",
                )
            )
        return ended

    def fail(self, ended, feedback):
        """Ends the algorithm because there is no result. A list of problems is in the log by now."""
        reasons = {
            INPUT_PROBLEMS: pick("the input has problems: each is in the log with its remedy", "输入有问题：日志中逐条列出并附办法"),
            INFEASIBLE: pick("no plan meets all requirements", "没有方案能同时满足全部要求"),
            NO_PLAN: pick("the limit was reached before a plan was found", "到达限制时仍未找到方案"),
        }
        other = pick("the program ended with code %s", "程序以代码 %s 结束") % ended.code
        if ended.code < 0 and feedback.isCanceled():
            other = pick("cancelled before there was a result", "在得到结果之前已取消")
        detail = [] if ended.code == INPUT_PROBLEMS else ended.messages
        raise QgsProcessingException("\n".join([reasons.get(ended.code, other), *detail]))


def _say(feedback, text):
    """A line of the program for people, as grave as its code."""
    if CODE.match(text) is None:
        feedback.pushInfo(text)
    elif text.startswith("W"):
        feedback.pushWarning(text)
    else:
        feedback.reportError(text)


def _shown(argument):
    return '"%s"' % argument if " " in argument else argument


def _no_program(place):
    return pick(
        "the program “xiaqu” is not found (looked for: %s). Install it, or name it under Settings > Options > Processing > "
        "Providers > Xiaqu" % place,
        "找不到 xiaqu 程序（查找位置：%s）。请先安装，或在“设置 > 选项 > 数据处理 > 程序 > 辖区”中指定其位置" % place,
    )
