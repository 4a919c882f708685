#!/usr/bin/python3
"""Runs the algorithms of the plugin in the real QGIS, on layers and on a folder. Usage: plugin_in_qgis.py PROGRAM

`plugin_by_qgis_process` in `run` starts them as a user without a window does; here the project is looked at.
"""
import csv
import json
import os
import sys
import tempfile
import threading
import unittest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.abspath(sys.argv.pop(1))
# Debian keeps the Processing framework here; the plugin stands in the tree.
sys.path[:0] = ["/usr/share/qgis/python/plugins", os.path.join(HERE, "..", "..", "qgis"), HERE]

from qgis.core import (  # noqa: E402
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsSettings,
    QgsVectorLayer,
)

import grid_county  # noqa: E402


class Heard(QgsProcessingFeedback):
    """Feedback that remembers, and cancels at a given word."""

    def __init__(self, cancel_at=None):
        super().__init__(False)
        self.errors, self.warnings, self.infos, self.cancel_at = [], [], [], cancel_at

    def reportError(self, text, fatalError=False):  # noqa: N802, N803
        self.errors.append(text)

    def pushWarning(self, text):  # noqa: N802
        self.warnings.append(text)

    def pushInfo(self, text):  # noqa: N802
        self.infos.append(text)

    def setProgressText(self, text):  # noqa: N802
        if self.cancel_at and self.cancel_at in text:
            # The search is given the time to find a first plan.
            threading.Timer(3.0, self.cancel).start()


class Plugin(unittest.TestCase):
    """Each algorithm on the embedded county."""

    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="xiaqu-")
        self.addCleanup(place.cleanup)
        self.place = place.name
        QgsProject.instance().clear()

    def path(self, *names):
        return os.path.join(self.place, *names)

    def xiaqu(self, *arguments):
        return program.run_program(PROGRAM, list(arguments))

    def demo(self):
        self.assertEqual(self.xiaqu("demo", self.path("demo")).code, 0)
        return self.path("demo", "county")

    def run_algorithm(self, name, parameters, feedback=None):
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        feedback = feedback or Heard()
        return processing.run("xiaqu:" + name, parameters, context=context, feedback=feedback), feedback, context

    def layers(self, county):
        """The embedded county as layers that are open in QGIS."""
        table = "file:///%s/%s.csv?delimiter=,&xField=lon&yField=lat&crs=EPSG:4326&detectTypes=yes"
        opened = {
            "TOWNSHIPS": QgsVectorLayer(county + "/townships.geojson", "乡镇", "ogr"),
            "VILLAGES": QgsVectorLayer(table % (county, "villages"), "村庄", "delimitedtext"),
            "STATIONS": QgsVectorLayer(table % (county, "stations"), "派出所", "delimitedtext"),
            "ROADS": QgsVectorLayer(county + "/roads.geojson", "道路", "ogr"),
        }
        for layer in opened.values():
            self.assertTrue(layer.isValid())
            QgsProject.instance().addMapLayer(layer)
        return opened

    def plan_of(self, folder):
        with open(os.path.join(folder, "plan.json"), encoding="utf-8") as file:
            return json.load(file)

    def test_plan_on_a_folder_is_the_command_line_s_to_the_byte(self):
        county = self.demo()
        found, _, _ = self.run_algorithm("plan", {"COUNTY": county, "OUTPUT": self.path("out"), "LANGUAGE": 3})
        self.assertEqual(self.xiaqu("plan", county, "-o", self.path("cli"), "--lang", "en").code, 0)
        for name in sorted(os.listdir(self.path("cli"))):
            if name != "manifest.json":
                with open(os.path.join(found["MAPS"], name), "rb") as one, open(self.path("cli", name), "rb") as other:
                    self.assertEqual(one.read(), other.read(), name)
        for output in ("STATIONS", "VILLAGES", "JURISDICTIONS", "DISPATCH_AREAS", "DISPATCH_AREAS_BEFORE", "HANDOVER"):
            layer = QgsVectorLayer(found[output], output, "ogr")
            self.assertTrue(layer.isValid(), output)
            self.assertIn(layer.renderer().type(), ("categorizedSymbol", "graduatedSymbol"), output)

    def test_plan_on_layers_finds_the_same_plan_and_adds_styled_groups(self):
        county = self.demo()
        parameters = {**self.layers(county), "SETTINGS": county + "/xiaqu.toml", "OUTPUT": self.path("out"), "LANGUAGE": 2}
        found, heard, _ = self.run_algorithm("plan", parameters)
        made, wanted = self.plan_of(found["MAPS"]), self.plan_of(self.path("demo", "plan"))
        for part in ("groups", "proof", "staffing", "dispatch", "jurisdiction", "adjacency", "figures"):
            self.assertEqual(made[part], wanted[part], part)
        self.assertFalse(heard.errors)
        self.assertTrue(any("村" in text for text in heard.infos))
        project = QgsProject.instance()
        group = project.layerTreeRoot().children()[0]
        self.assertEqual(group.name(), "泰宁样例县")
        self.assertEqual([child.name() for child in group.children()], ["改革后", "变化", "改革前"])
        added = group.findLayers()
        self.assertGreater(len(added), 12)
        for node in added:
            layer = node.layer()
            self.assertTrue(layer.isValid() and layer.featureCount() > 0, layer.name())
            self.assertIn(layer.renderer().type(), ("categorizedSymbol", "graduatedSymbol"), layer.name())
            self.assertTrue(os.path.isabs(layer.source().split("|")[0]), layer.source())
        self.assertTrue(any(not node.itemVisibilityChecked() for node in added), "not everything is switched on at once")
        # The folder that was made is a county folder like any other.
        self.assertEqual(self.xiaqu("verify", found["MAPS"]).code, 0)
        with open(self.path("out", "county", "villages.gpkg"), "rb") as file:
            first = file.read()
        self.run_algorithm("plan", {**parameters, "ADD_TO_PROJECT": False})
        with open(self.path("out", "county", "villages.gpkg"), "rb") as file:
            self.assertEqual(file.read(), first, "equal layers give equal files")
        self.assertEqual(len(project.layerTreeRoot().findGroups()), 1)

    def test_projected_layers_keep_their_reference_system(self):
        county = self.demo()
        layers = self.layers(county)
        for name in ("VILLAGES", "TOWNSHIPS"):
            layers[name] = processing.run(
                "native:reprojectlayer", {"INPUT": layers[name], "TARGET_CRS": "EPSG:4547", "OUTPUT": "memory:"}
            )["OUTPUT"]
        self.run_algorithm("dispatch", {**layers, "OUTPUT": self.path("out")})
        layer = QgsVectorLayer(self.path("out", "county", "villages.gpkg"), "", "ogr")
        self.assertEqual(layer.crs().authid(), "EPSG:4547")
        self.assertEqual(self.xiaqu("dispatch", county, "-o", self.path("cli")).code, 0)
        self.assertEqual(self.plan_of(self.path("out", "dispatch"))["dispatch"], self.plan_of(self.path("cli"))["dispatch"])

    def test_dispatch_adds_the_maps_of_today(self):
        found, _, _ = self.run_algorithm("dispatch", {"COUNTY": self.demo(), "OUTPUT": self.path("out"), "LANGUAGE": 3})
        group = QgsProject.instance().layerTreeRoot().children()[0]
        self.assertEqual([child.name() for child in group.children()], ["Today"])
        self.assertTrue(QgsVectorLayer(found["DISPATCH_AREAS"], "", "ogr").featureCount() == 9)

    def spoiled(self):
        """The embedded county with an officer number and a village that are wrong."""
        county = self.demo()
        for name, column, value in (("stations.csv", "officers", "-4"), ("villages.csv", "lon", "118.9")):
            with open(os.path.join(county, name), encoding="utf-8") as file:
                rows = list(csv.DictReader(file))
            rows[1][column] = value
            with open(os.path.join(county, name), "w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, rows[0])
                writer.writeheader()
                writer.writerows(rows)
        return county

    def test_bad_input_gives_every_problem_in_the_log_and_fails(self):
        county = self.spoiled()
        heard = Heard()
        with self.assertRaises(QgsProcessingException):
            self.run_algorithm("plan", {**self.layers(county), "OUTPUT": self.path("out"), "LANGUAGE": 2}, heard)
        log = "\n".join(heard.errors)
        self.assertIn("E156", log)
        self.assertIn("E160", log)
        self.assertFalse(os.path.exists(self.path("out", "plan")))

    def test_check_counts_problems_and_shows_where_they_are(self):
        heard, context = Heard(), None
        found, heard, context = self.run_algorithm("check", {"COUNTY": self.spoiled(), "OUTPUT": self.path("out")}, heard)
        self.assertGreaterEqual(found["ERRORS"], 2)
        self.assertEqual(len([text for text in heard.errors if text[:1] == "E"]), found["ERRORS"])
        self.assertIn(found["PLACES"], context.layersToLoadOnCompletion())
        self.assertTrue(QgsVectorLayer(found["PLACES"], "", "ogr").featureCount() >= 1)
        fine, heard, _ = self.run_algorithm("check", {"COUNTY": self.demo_again(), "OUTPUT": self.path("out")})
        self.assertEqual(fine["ERRORS"], 0)
        self.assertFalse(heard.errors)

    def demo_again(self):
        self.assertEqual(self.xiaqu("demo", self.path("again")).code, 0)
        return self.path("again", "county")

    def test_explain_says_why(self):
        self.demo()
        parameters = {"PLAN": self.path("demo"), "FIRST": "S6", "SECOND": "S9", "OUTPUT": self.path("why.html"), "LANGUAGE": 3}
        found, _, _ = self.run_algorithm("explain", parameters)
        self.assertEqual(found["TEXT"], self.xiaqu("explain", self.path("demo", "plan"), "S6", "S9", "--lang", "en").output)
        with open(found["OUTPUT"], encoding="utf-8") as file:
            self.assertIn("<pre>", file.read())
        heard = Heard()
        with self.assertRaises(QgsProcessingException):
            self.run_algorithm("explain", {**parameters, "FIRST": "--nowhere"}, heard)
        self.assertIn("E406", "\n".join(heard.errors))

    def test_cancelling_keeps_the_best_plan_and_it_can_be_opened(self):
        grid_county.write(self.path("county"), 5, 4)
        heard = Heard(cancel_at="searching the best plan")
        parameters = {"COUNTY": self.path("county"), "OUTPUT": self.path("out"), "ADD_TO_PROJECT": False, "LANGUAGE": 3}
        self.run_algorithm("plan", parameters, heard)
        self.assertEqual(self.plan_of(self.path("out", "plan"))["proof"]["kind"], "stopped")
        self.assertTrue(heard.warnings)
        self.run_algorithm("open", {"FOLDER": self.path("out")})
        self.assertEqual(len(QgsProject.instance().layerTreeRoot().children()), 1)

    def test_what_is_missing_is_named_and_strange_folders_are_left_alone(self):
        county = self.demo()
        layers = self.layers(county)
        without = {name: layer for name, layer in layers.items() if name != "ROADS"}
        for parameters, said in (
            ({**without, "OUTPUT": self.path("out")}, "Roads"),
            ({**layers, "COUNTY": county, "OUTPUT": self.path("out")}, "not both"),
            ({"COUNTY": self.place, "OUTPUT": self.path("out")}, "xiaqu.toml"),
        ):
            algorithm = QgsApplication.processingRegistry().createAlgorithmById("xiaqu:plan")
            fine, why = algorithm.checkParameterValues(parameters, QgsProcessingContext())
            self.assertFalse(fine)
            self.assertIn(said, why)
        os.makedirs(self.path("theirs", "county"))
        thesis = self.path("theirs", "county", "thesis.doc")
        with open(thesis, "w", encoding="utf-8") as file:
            file.write("years")
        with self.assertRaises(QgsProcessingException):
            self.run_algorithm("plan", {**layers, "OUTPUT": self.path("theirs")})
        self.assertTrue(os.path.exists(thesis))
        layers["VILLAGES"].setCrs(layers["VILLAGES"].crs().__class__())
        with self.assertRaises(QgsProcessingException) as raised:
            self.run_algorithm("plan", {**layers, "OUTPUT": self.path("out")})
        self.assertIn("村庄", str(raised.exception))

    def test_a_missing_program_is_said(self):
        from processing.core.ProcessingConfig import ProcessingConfig

        # The dialog would refuse a path that does not exist; the program may be taken away later.
        setting = ProcessingConfig.settings["XIAQU_PROGRAM"]
        self.addCleanup(setattr, setting, "value", PROGRAM)
        setting.value = self.path("nowhere")
        with self.assertRaises(QgsProcessingException) as raised:
            self.run_algorithm("plan", {"COUNTY": self.demo(), "OUTPUT": self.path("out")})
        self.assertIn("Providers", str(raised.exception))


class Words(unittest.TestCase):
    """The toolbox in both languages."""

    def test_every_word_of_the_toolbox_is_there_in_both_languages(self):
        registry = QgsApplication.processingRegistry()
        has_chinese = lambda text: any("\u4e00" <= letter <= "\u9fff" for letter in text)
        seen = {}
        for locale in ("en", "zh_CN"):
            QgsApplication.setLocale(__import__("qgis.PyQt.QtCore", fromlist=["QLocale"]).QLocale(locale))
            provider = registry.providerById("xiaqu")
            provider.refreshAlgorithms()
            names = sorted(algorithm.name() for algorithm in provider.algorithms())
            self.assertEqual(names, ["check", "dispatch", "explain", "open", "plan"])
            for algorithm in provider.algorithms():
                texts = [algorithm.displayName(), algorithm.shortHelpString(), provider.name()]
                texts += [parameter.description() for parameter in algorithm.parameterDefinitions()]
                for text in texts:
                    self.assertEqual(has_chinese(text), locale == "zh_CN", (algorithm.name(), text))
                seen.setdefault(algorithm.name(), []).append(len(texts))
        self.assertTrue(all(one == other for one, other in seen.values()))


if __name__ == "__main__":
    application = QgsApplication([], False)
    application.initQgis()
    QgsSettings().setValue("locale/userLocale", "en_US")
    import processing  # noqa: E402
    from processing.core.Processing import Processing  # noqa: E402
    from processing.core.ProcessingConfig import ProcessingConfig  # noqa: E402
    from qgis.PyQt.QtCore import QLocale

    QgsApplication.setLocale(QLocale("en"))
    Processing.initialize()
    from xiaqu_qgis import classFactory, program  # noqa: E402

    plugin = classFactory(None)
    plugin.initProcessing()
    ProcessingConfig.setSettingValue("XIAQU_PROGRAM", PROGRAM)
    result = unittest.main(verbosity=1, exit=False).result
    plugin.unload()
    sys.stdout.flush()
    # PyQGIS may crash while it is taken down; everything is said by now.
    os._exit(0 if result.wasSuccessful() and result.testsRun > 10 else 1)
