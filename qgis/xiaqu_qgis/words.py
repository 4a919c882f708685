"""Chinese where QGIS speaks Chinese, else English."""
from qgis.core import QgsApplication


def is_chinese():
    """Whether QGIS speaks Chinese."""
    return QgsApplication.locale().lower().startswith("zh")


def pick(english, chinese):
    """The words of the language that QGIS speaks."""
    return chinese if is_chinese() else english


def language():
    """The `--lang` of the program that fits QGIS."""
    return pick("en", "zh")
