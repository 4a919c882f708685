"""The QGIS door of Xiaqu: a Processing provider that runs the program."""


def classFactory(iface):  # noqa: N802, the name that QGIS asks for
    """What QGIS calls when the plugin is loaded; `iface` is nothing without a window."""
    from .plugin import XiaquPlugin

    return XiaquPlugin()
