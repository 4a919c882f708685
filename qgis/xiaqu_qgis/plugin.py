"""The plugin itself: it brings the provider and takes it away again."""
from qgis.core import QgsApplication

from .provider import XiaquProvider


class XiaquPlugin:
    """Loaded with a window by QGIS, without one by qgis_process."""

    def __init__(self):
        self.provider = None

    def initProcessing(self):  # noqa: N802
        """The only thing that is needed without a window."""
        self.provider = XiaquProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self):  # noqa: N802
        """There is no window of our own: everything is in the Processing toolbox."""
        self.initProcessing()

    def unload(self):
        """The provider goes with the plugin."""
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
