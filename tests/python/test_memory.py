"""A county from tables in memory: the same plan as from files, whatever the kind of table and its reference system."""

from __future__ import annotations

import json
import pickle

import geopandas
import numpy
import pandas
import polars
import pyarrow
import pytest

import xiaqu

SAME = ("groups", "staffing", "dispatch", "jurisdiction", "adjacency", "figures", "proof")


def same_plan(plan, other):
    ours, theirs = plan.to_dict(), other.to_dict()
    return {key: ours[key] == theirs[key] for key in SAME} == dict.fromkeys(SAME, True)


def test_frames_give_the_plan_of_the_folder(frames, settings, demo_plan):
    county = xiaqu.County(**frames, settings=settings)
    plan = county.optimize()
    assert same_plan(plan, demo_plan)
    assert [row["role"] for row in plan.to_dict()["inputs"]][0] == "settings"
    assert plan.dispatch_areas.to_geojson() == demo_plan.dispatch_areas.to_geojson()


def test_metres_are_turned_into_degrees(frames, settings, demo_plan):
    projected = {
        **frames,
        "townships": frames["townships"].to_crs(epsg=4548),
        "villages": frames["villages"].to_crs(epsg=32650),
        "roads": frames["roads"].to_crs(epsg=4527),
    }
    plan = xiaqu.County(**projected, settings=settings).optimize()
    assert [group.members for group in plan.groups] == [group.members for group in demo_plan.groups]
    ours, theirs = plan.figures.to_pandas(), demo_plan.figures.to_pandas()
    # Seven digits of the files, and a projection that is exact to a micrometre.
    assert numpy.allclose(ours.after.dropna(), theirs.after.dropna(), rtol=1e-4)


def test_anything_that_speaks_arrow_or_geojson_is_a_table(frames, settings, demo, demo_plan):
    stations = polars.from_pandas(frames["stations"])
    townships = json.loads((demo / "townships.geojson").read_text(encoding="utf-8"))
    townships.pop("crs", None)

    class Lines:
        crs = "EPSG:4326"

        @property
        def __geo_interface__(self):
            return json.loads((demo / "roads.geojson").read_text(encoding="utf-8"))

    villages = pyarrow.table(frames["villages"].to_arrow(geometry_encoding="WKB"))
    plan = xiaqu.County(
        townships=townships, villages=villages, stations=stations, roads=Lines(), settings=settings
    ).optimize()
    assert same_plan(plan, demo_plan)


def test_our_own_maps_are_tables(frames, settings, demo_plan):
    county = xiaqu.County(**{**frames, "villages": frames["villages"]}, settings=settings)
    dispatch = county.dispatch()
    again = geopandas.GeoDataFrame.from_arrow(dispatch.villages)
    assert len(again) == len(frames["villages"])
    network = xiaqu.roads.Network.from_lines(frames["roads"])
    matrix = network.matrix(dispatch.stations, dispatch.villages)
    assert matrix.milliseconds.shape == (len(dispatch.stations), len(dispatch.villages))


def test_files_and_frames_go_together(frames, settings, demo, demo_plan):
    mixed = {**frames, "roads": demo / "roads.geojson", "villages": str(demo / "villages.csv")}
    assert same_plan(xiaqu.County(**mixed, settings=settings).optimize(), demo_plan)


def test_times_are_whole_milliseconds(frames, settings, demo):
    county = xiaqu.County(**frames, settings=settings)
    times = county.travel_times()
    assert times.day.dtype == numpy.int64
    assert times.day.shape == (len(times.stations), len(times.villages)) == (9, len(frames["villages"]))
    assert (times.day >= 0).all()
    assert times.wet is not None and (times.wet >= times.day).all()
    minutes = times.to_pandas()
    assert minutes.loc[times.stations[0], times.villages[3]] == times.day[0, 3] / 60_000
    assert (times.day == xiaqu.County.read(demo).travel_times().day).all()


def test_adjacency_gives_reasons(frames, settings, demo_plan):
    pairs = xiaqu.County(**frames, settings=settings).adjacency()
    assert [vars(pair)["first"] for pair in pairs] == [row["first"] for row in demo_plan.to_dict()["adjacency"]]
    assert any(pair.adjacent for pair in pairs)
    assert all(pair.adjacent or pair.refused_because for pair in pairs)


def test_a_pickled_county_is_the_county(frames, settings, demo_plan):
    county = pickle.loads(pickle.dumps(xiaqu.County(**frames, settings=settings)))
    assert same_plan(county.optimize(), demo_plan)


def test_a_plan_from_memory_is_saved_and_explained(frames, settings, tmp_path):
    plan = xiaqu.County(**frames, settings=settings).optimize()
    plan.save(tmp_path / "plan")
    assert json.loads((tmp_path / "plan" / "manifest.json").read_text(encoding="utf-8"))["county_folder"] == ""
    assert plan.explain("S2", "S3")["question"] == "pair"


def test_closures_are_tables_too(frames, settings):
    roads = frames["roads"]
    closed = pandas.DataFrame({"id": ["C1"], "osm_id": [roads["id"].iloc[0]]})
    county = xiaqu.County(**frames, closures=closed, settings=settings)
    plain = xiaqu.County(**frames, settings=settings)
    one, other = county.travel_times().day, plain.travel_times().day
    assert (one >= other).all()


@pytest.mark.parametrize("name", ["townships", "roads"])
def test_a_named_file_beside_a_given_table_is_refused(frames, name):
    with pytest.raises(ValueError, match=name):
        xiaqu.County(**frames, settings={"inputs": {name: "other.geojson"}})


def test_what_is_no_table_is_refused(frames):
    with pytest.raises(TypeError, match="townships"):
        xiaqu.County(**{**frames, "townships": 3})


def test_a_table_of_times_stands_for_the_roads(frames, demo):
    with_roads = xiaqu.County(**frames)
    times = with_roads.travel_times()
    rows = [
        {"from": station, "to": village, "milliseconds": int(time), "minutes": time / 60_000}
        for station, row in zip(times.stations, times.day, strict=True)
        for village, time in zip(times.villages, row, strict=True)
        if time != times.UNREACHABLE
    ]
    between = [
        {"from": pair.first, "to": pair.second, "minutes": pair.road_time_min}
        for pair in with_roads.adjacency()
        if pair.road_time_min is not None
    ]
    between += [{**row, "from": row["to"], "to": row["from"]} for row in between]
    tables = {name: table for name, table in frames.items() if name != "roads"}
    county = xiaqu.County(**tables, travel_times=pandas.DataFrame(rows + between))
    again = county.travel_times()
    assert again.wet is None and (again.day == times.day).all()
    with pytest.raises(xiaqu.InputProblems) as raised:
        xiaqu.County(**tables).optimize()
    assert [problem.code for problem in raised.value.items if problem.severity == "error"] == ["E416"]
    with pytest.raises(xiaqu.InputProblems) as raised:
        xiaqu.County(**frames, travel_times=pandas.DataFrame(rows)).optimize()
    assert [problem.code for problem in raised.value.items if problem.severity == "error"] == ["E415"]
