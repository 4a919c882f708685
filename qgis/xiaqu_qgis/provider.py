"""What the Processing toolbox shows."""
import os

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithms import ALGORITHMS
from .words import pick

# Name of the setting under Options > Processing > Providers.
PROGRAM = "XIAQU_PROGRAM"


class XiaquProvider(QgsProcessingProvider):
    """The algorithms, and where the program is."""

    def id(self):
        return "xiaqu"

    def name(self):
        return pick("Xiaqu", "辖区")

    def icon(self):
        return QIcon(os.path.join(os.path.dirname(__file__), "icon.svg"))

    def load(self):
        from processing.core.ProcessingConfig import ProcessingConfig, Setting

        ProcessingConfig.settingIcons[self.name()] = self.icon()
        what = pick("Program (empty: the one on the PATH)", "程序（留空则在 PATH 中查找）")
        ProcessingConfig.addSetting(Setting(self.name(), PROGRAM, what, "", valuetype=Setting.FILE))
        ProcessingConfig.readSettings()
        self.refreshAlgorithms()
        return True

    def unload(self):
        from processing.core.ProcessingConfig import ProcessingConfig

        ProcessingConfig.removeSetting(PROGRAM)

    def loadAlgorithms(self):  # noqa: N802
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())


def stated_program():
    """The program that the settings of Processing name; empty if they name none."""
    from processing.core.ProcessingConfig import ProcessingConfig

    return ProcessingConfig.getSetting(PROGRAM) or ""
