#!/usr/bin/env python3
"""The parts of the plugin that need no QGIS, with the real program. Usage: plugin_without_qgis.py PROGRAM"""
import importlib
import json
import os
import sys
import tempfile
import time
import types
import unittest

import grid_county

HERE = os.path.dirname(os.path.abspath(__file__))
PLUGIN = os.path.join(HERE, "..", "..", "qgis", "xiaqu_qgis")
sys.dont_write_bytecode = True
# The package itself would ask for QGIS only when QGIS asks for its class; its modules are loaded one by one all the same.
package = types.ModuleType("xiaqu_qgis")
package.__path__ = [PLUGIN]
sys.modules["xiaqu_qgis"] = package
program = importlib.import_module("xiaqu_qgis.program")
settings_file = importlib.import_module("xiaqu_qgis.settings_file")
PROGRAM = sys.argv.pop(1)


def run(arguments, **hears):
    return program.run_program(PROGRAM, arguments, **hears)


class Running(unittest.TestCase):
    """The runner."""

    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="xiaqu-")
        self.addCleanup(place.cleanup)
        self.place = place.name

    def path(self, *names):
        return os.path.join(self.place, *names)

    def test_stages_are_heard_in_order_and_messages_apart(self):
        stages, messages = [], []
        ended = run(["demo", self.path("demo"), "--lang", "zh"], on_stage=lambda *stage: stages.append(stage), on_message=messages.append)
        self.assertEqual(ended.code, 0)
        self.assertEqual([number for number, _, _ in stages], list(range(1, 9)))
        self.assertTrue(all(of == 8 and text for _, of, text in stages))
        self.assertEqual(messages, ended.messages)
        self.assertFalse([line for line in messages if line.startswith("{")])
        self.assertIn("派出所", ended.output)

    def test_bad_input_gives_every_problem_and_no_result(self):
        run(["demo", self.path("demo")])
        stations = self.path("demo", "county", "stations.csv")
        with open(stations, encoding="utf-8") as file:
            text = file.read()
        with open(stations, "w", encoding="utf-8") as file:
            file.write(text.replace(",12,yes", ",-12,yes").replace(",4,no", ",many,no", 1))
        ended = run(["plan", self.path("demo", "county"), "-o", self.path("plan"), "--json"])
        self.assertEqual(ended.code, program.INPUT_PROBLEMS)
        self.assertFalse(ended.has_result())
        self.assertEqual({problem["code"] for problem in ended.answer()["problems"] if problem["severity"] == "error"}, {"E155", "E156"})
        self.assertFalse(os.path.exists(self.path("plan")))

    def test_cancelling_keeps_the_best_plan_so_far(self):
        grid_county.write(self.path("county"), 5, 4)
        reached = {}
        ended = run(
            ["plan", self.path("county"), "-o", self.path("plan")],
            on_stage=lambda _number, _of, text: reached.setdefault(text, time.monotonic()),
            # The search is given the time to find a first plan.
            is_cancelled=lambda: time.monotonic() - reached.get("searching the best plan", time.monotonic()) > 3,
        )
        self.assertEqual(ended.code, program.INTERRUPTED, ended.messages)
        self.assertTrue(ended.has_result())
        with open(self.path("plan", "plan.json"), encoding="utf-8") as file:
            proof = json.load(file)["proof"]
        self.assertEqual(proof["kind"], "stopped")
        self.assertGreaterEqual(proof["gap"], 0)
        self.assertEqual(run(["verify", self.path("plan")]).code, 0)

    def test_cancelling_before_the_program_has_begun_ends_it(self):
        grid_county.write(self.path("county"), 5, 4)
        ended = run(["plan", self.path("county"), "-o", self.path("plan")], is_cancelled=lambda: True)
        # Whether there is a plan by then depends on the moment; there is never half of one.
        self.assertEqual(ended.has_result(), os.path.exists(self.path("plan", "manifest.json")))

    def test_a_missing_program_is_said_with_the_place_it_was_looked_for(self):
        with self.assertRaises(program.ProgramMissing) as raised:
            program.find_program(self.path("nowhere", "xiaqu"))
        self.assertEqual(raised.exception.place, self.path("nowhere", "xiaqu"))
        self.assertEqual(program.find_program(PROGRAM), PROGRAM)
        before = os.environ["PATH"]
        self.addCleanup(os.environ.__setitem__, "PATH", before)
        os.environ["PATH"] = os.path.dirname(PROGRAM)
        self.assertEqual(program.find_program(""), PROGRAM)
        os.environ["PATH"] = self.place
        self.assertRaises(program.ProgramMissing, program.find_program, "")


class Settings(unittest.TestCase):
    """What becomes of the analyst's settings file, read again by the program itself."""

    LAYERS = {"townships": "townships.gpkg", "villages": "villages.gpkg", "stations": "stations.gpkg", "roads": "roads.gpkg"}

    def written(self, given, beside="/data/county"):
        return settings_file.settings_of(self.LAYERS, given, beside)

    def test_without_settings_only_the_files_are_named(self):
        lines = self.written(None).splitlines()
        self.assertEqual(lines[0] + "\n", settings_file.MARK)
        self.assertEqual(lines[2:], ["[inputs]"] + ["%s = \"%s.gpkg\"" % (role, role) for role in sorted(self.LAYERS)])

    def test_own_files_replace_those_of_the_settings_and_the_rest_stays(self):
        given = (
            "# ours\n[county]\nname = \"县\"\n\n[inputs]  # files\nvillages = 'list.xlsx#村' # old\nvillages_datum = \"gcj02\"\n"
            "closures = \"shut/closures.geojson\"\nroads=\"roads.osm.pbf\"\n[merge]\nclosures = 3\nmodes = [\"merge\"]\n"
        )
        text = self.written(given)
        self.assertIn('villages = "villages.gpkg"\n', text)
        self.assertIn('closures = "/data/county/shut/closures.geojson"\n', text)
        self.assertIn("villages_datum = \"gcj02\"\n", text)
        self.assertIn("[merge]\nclosures = 3\nmodes", text)
        self.assertEqual(text.count("[inputs]"), 1)
        self.assertNotIn("xlsx", text)
        self.assertNotIn("pbf", text)
        import tomllib

        self.assertEqual(tomllib.loads(text)["county"]["name"], "县")

    def test_names_that_need_it_are_escaped(self):
        import tomllib

        for name in ('a"b', "a\\b", "空 格"):
            self.assertEqual(tomllib.loads("x = %s" % settings_file.quoted(name))["x"], name)


if __name__ == "__main__":
    unittest.main(verbosity=1)
