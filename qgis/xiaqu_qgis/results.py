"""Brings the maps of an output folder into a project, as its own project file shows them."""
import os

from qgis.core import QgsLayerTreeGroup, QgsLayerTreeLayer, QgsProject

from .words import pick


def add_maps(folder, project, feedback):
    """Adds the groups before, after and change of `plan.qgz` to the project, in one group on top; answers the group."""
    path = os.path.join(folder, "plan.qgz")
    made = QgsProject()
    if not made.read(path):
        feedback.reportError(pick("“%s” does not open: %s", "“%s” 打不开：%s") % (path, made.error()))
        return None
    name = made.title() or os.path.basename(os.path.dirname(os.path.abspath(folder)))
    group = project.layerTreeRoot().insertGroup(0, name)
    _copy_children(made.layerTreeRoot(), group, project)
    feedback.pushInfo(
        pick("Sheets for the printer and map themes are in “%s”", "打印版面与地图主题见“%s”") % path
    )
    return group


def _copy_children(tree, group, project):
    for node in tree.children():
        if isinstance(node, QgsLayerTreeGroup):
            child = group.addGroup(node.name())
            child.setIsMutuallyExclusive(node.isMutuallyExclusive())
            _copy_children(node, child, project)
        elif isinstance(node, QgsLayerTreeLayer) and node.layer() is not None:
            layer = node.layer().clone()
            project.addMapLayer(layer, False)
            child = group.addLayer(layer)
        else:
            continue
        child.setItemVisibilityChecked(node.itemVisibilityChecked())
        child.setExpanded(node.isExpanded())
