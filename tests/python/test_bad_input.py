"""Bad input as a new user gives it: one exception that lists every problem, with codes of the command line."""

from __future__ import annotations

import pickle

import geopandas
import numpy
import pandas
import pytest
import shapely

import xiaqu


def problems_of(frames, settings=None):
    county = xiaqu.County(**frames, settings=settings)
    with pytest.raises(xiaqu.InputProblems) as refused:
        county.optimize()
    checked = county.check()
    assert checked == refused.value.items
    errors = [item for item in refused.value.items if item.severity == "error"]
    assert all(item.cause and item.remedy and item.cause_zh and item.remedy_zh for item in errors)
    return errors


def codes(errors, table):
    return sorted({item.code for item in errors if item.table == table})


def test_every_problem_of_every_table_is_listed_at_once(frames):
    villages = frames["villages"].copy()
    villages["population"] = villages["population"].astype(float)
    villages.loc[2, "population"] = numpy.nan
    villages.loc[3, "population"] = -5
    stations = frames["stations"].rename(columns={"officers": "men"})
    townships = frames["townships"].set_crs(None, allow_override=True)
    errors = problems_of({**frames, "villages": villages, "stations": stations, "townships": townships})
    assert codes(errors, "townships") == ["E181"]
    assert codes(errors, "stations") == ["E153"]
    assert codes(errors, "villages") == ["E154", "E156"]
    rows = {item.code: item.row for item in errors if item.table == "villages"}
    assert rows == {"E154": 3, "E156": 4}
    text = str(xiaqu.InputProblems(errors))
    assert all(item.code in text for item in errors)


def test_a_frame_without_reference_system_names_the_remedy(frames, settings, demo_plan):
    bare = frames["townships"].set_crs(None, allow_override=True)
    [error] = problems_of({**frames, "townships": bare})
    assert error.code == "E181"
    assert "set_crs" in error.remedy
    stated = {**settings, "inputs": {"townships_datum": "wgs84"}}
    plan = xiaqu.County(**{**frames, "townships": bare}, settings=stated).optimize()
    assert plan.groups == demo_plan.groups


def test_a_wrong_reference_system_is_found_out(frames):
    wrong = frames["townships"].set_crs(epsg=4548, allow_override=True)
    errors = problems_of({**frames, "townships": wrong})
    assert codes(errors, "townships") == ["E184"]
    unknown = frames["townships"].to_crs(epsg=2435)
    errors = problems_of({**frames, "townships": unknown})
    assert codes(errors, "townships") == ["E182"]


def test_mixed_geometry_is_named_by_row(frames):
    townships = frames["townships"].copy()
    townships.loc[1, "geometry"] = shapely.Point(117.1, 26.9)
    errors = problems_of({**frames, "townships": townships})
    assert [(item.code, item.row) for item in errors if item.table == "townships"] == [("E163", 2)]
    villages = frames["villages"].copy()
    villages.loc[4, "geometry"] = None
    errors = problems_of({**frames, "villages": villages})
    assert [(item.code, item.row) for item in errors if item.table == "villages"] == [("E163", 5)]


def test_polygons_from_a_table_without_geometry(frames):
    errors = problems_of({**frames, "townships": pandas.DataFrame({"id": ["T1"], "name": ["x"]})})
    assert codes(errors, "townships") == ["E163"]


@pytest.mark.parametrize("name", ["townships", "villages", "stations", "roads"])
def test_an_empty_frame(frames, name):
    errors = problems_of({**frames, name: frames[name].iloc[:0]})
    assert codes(errors, name) == ["E151"]


def test_a_file_that_is_not_there(frames, tmp_path):
    errors = problems_of({**frames, "roads": tmp_path / "roads.osm.pbf"})
    assert [item.code for item in errors] == ["E404"]


def test_numbers_that_are_text(frames):
    stations = frames["stations"].astype({"officers": object})
    stations.loc[0, "officers"] = "twelve"
    errors = problems_of({**frames, "stations": stations})
    assert [(item.code, item.row, item.id) for item in errors] == [("E155", 1, "S1")]


def test_settings_that_are_wrong(frames):
    settings = {"merge": {"closures": "three", "group_size_mx": 2}, "serch": {}}
    found = [item.code for item in problems_of(frames, settings)]
    assert sorted(found) == ["E401", "E401", "E402"]


@pytest.mark.parametrize("settings", [[1], {"closures": 3}, {"inputs": 3}])
def test_settings_without_sections_are_refused_with_an_example(frames, settings):
    with pytest.raises(TypeError, match="sections of keys"):
        xiaqu.County(**frames, settings=settings)


def test_what_is_no_table_is_named_with_what_would_be(frames):
    wrong = {"column": frames["townships"].geometry, "numbers": frames["villages"].population, "mapping": {"a": 1}}
    for value in wrong.values():
        with pytest.raises(TypeError, match="`villages` is a .*: give a GeoDataFrame"):
            xiaqu.County(**{**frames, "villages": value})
    with pytest.raises(ValueError, match="`villages` cannot be read: .*GeoJSON"):
        xiaqu.County(**{**frames, "villages": {"type": "FeatureCollection", "features": 3}})
    with pytest.raises(TypeError, match="xiaqu.County"):
        xiaqu.plan(frames["townships"])


def test_a_problem_without_place_and_a_single_warning_read_well(tmp_path, frames):
    with pytest.raises(xiaqu.InputProblems) as refused:
        xiaqu.plan(tmp_path)
    assert str(refused.value).startswith("1 error, 0 warnings\nE409: ")
    with pytest.raises(xiaqu.InputProblems) as refused:
        xiaqu.County(**{**frames, "villages": frames["villages"].iloc[:0]}).optimize()
    assert str(refused.value).startswith("1 error, 1 warning\n")


def test_exceptions_are_pickled(frames):
    empty = {**frames, "villages": frames["villages"].iloc[:0]}
    with pytest.raises(xiaqu.InputProblems) as refused:
        xiaqu.County(**empty).optimize()
    again = pickle.loads(pickle.dumps(refused.value))
    assert again.items == refused.value.items


def test_twice_the_same_id(frames):
    villages = pandas.concat([frames["villages"], frames["villages"].iloc[[0]]], ignore_index=True)
    errors = problems_of({**frames, "villages": geopandas.GeoDataFrame(villages, crs=frames["villages"].crs)})
    assert codes(errors, "villages") == ["E101"]
