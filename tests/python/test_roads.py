"""Roads alone: the answers of `xiaqu roads`."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
from pathlib import Path

import pandas
import pytest

import xiaqu
from xiaqu.roads import Network


def test_times_are_those_of_the_command(demo, program):
    said = json.loads(
        subprocess.run(
            [program, "roads", "matrix", str(demo), "--json", "--quiet"], check=True, capture_output=True
        ).stdout
    )
    found = Network.from_county(demo).matrix()
    assert list(found.origins) == said["from"]
    assert list(found.targets) == said["to"]
    assert found.milliseconds.tolist() == said["milliseconds"]
    county = xiaqu.County.read(demo).travel_times()
    assert (found.milliseconds == county.day).all()


def test_lines_in_memory_are_roads(frames):
    network = Network.from_lines(frames["roads"])
    stations, villages = frames["stations"], frames["villages"]
    matrix = network.matrix(stations, villages, scenario="wet")
    assert matrix.milliseconds.shape == (9, len(villages))
    assert matrix.to_pandas().notna().all().all()
    again = pickle.loads(pickle.dumps(network)).matrix(stations, villages, scenario="wet")
    assert (again.milliseconds == matrix.milliseconds).all()


def test_bands_and_cells_tile_the_same_land(demo):
    network = Network.from_county(demo)
    bands = network.isochrones(minutes=[10, 20], scenario="day").to_geopandas()
    cells = network.cells().areas.to_geopandas()
    assert bands["from_minutes"].tolist()[0] == 0
    assert abs(bands["area_km2"].sum() - cells["area_km2"].sum()) < 1e-3  # rounded to four decimals each
    assert cells["population"].sum() == bands["population"].sum()


def said_of(program, *arguments):
    command = [program, "roads", *map(str, arguments), "--json", "--quiet", "--lang", "en"]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def as_said(route):
    """A route with the keys of the command."""
    rows = [{"class" if key == "road_class" else key: row[key] for key in row} for row in map(vars, route.streets)]
    own = {key: getattr(route, key) for key in ("scenario", "milliseconds", "minutes", "metres")}
    return {**own, "from": route.origin, "to": route.target, "streets": rows, "file": None}


def test_a_route_is_that_of_the_command_and_takes_the_time_of_the_matrix(demo, program):
    network = Network.from_county(demo)
    route = network.route("S2", "V101", scenario="wet")
    assert as_said(route) == said_of(program, "route", demo, "S2", "V101", "--scenario", "wet")
    matrix = network.matrix(scenario="wet")
    assert route.milliseconds == matrix.milliseconds[matrix.origins.index("S2"), matrix.targets.index("V101")]
    assert sum(street.milliseconds for street in route.streets) == route.milliseconds
    lines = route.layer.to_geopandas()
    assert lines["milliseconds"].tolist() == [street.milliseconds for street in route.streets]
    assert route.streets == pickle.loads(pickle.dumps(route)).streets


def test_a_route_between_positions_of_a_frame_of_roads(frames, demo, program):
    ends = [(117.1, 26.9), (117.15, 26.95)]
    route = Network.from_lines(frames["roads"]).route(*ends)
    texts = [f"{longitude},{latitude}" for longitude, latitude in ends]
    assert as_said(route) == said_of(program, "route", *texts, "--roads", demo / "roads.geojson")


def test_what_was_read_is_what_the_command_says(demo, gozo, program):
    assert Network.from_county(demo).info().findings == said_of(program, "info", demo)
    extract = Path(os.environ["XIAQU_REAL_DATA"]) / "gozo" / "gozo-min.osm.pbf"
    told = Network.from_osm(extract).info()
    assert told.findings == said_of(program, "info", "--roads", extract)
    assert told.findings["read"]["kept"] > 0 and told.findings["islands"]


def test_a_saved_network_is_the_network(demo, frames, program, tmp_path):
    roads, places = demo / "roads.geojson", frames["stations"]
    saved, by_command = tmp_path / "roads.xqroads", tmp_path / "command.xqroads"
    network = Network.from_file(roads)
    told = network.save(saved)
    said = said_of(program, "import", "--roads", roads, "-o", by_command)
    assert {**told.findings, "file": str(by_command)} == said
    assert told.findings == network.info().findings
    assert saved.read_bytes() == by_command.read_bytes()
    opened = pickle.loads(pickle.dumps(Network.from_file(saved)))
    assert (opened.matrix(places).milliseconds == network.matrix(places).milliseconds).all()
    assert opened.route("S2", "S3", origins=places).streets == network.route("S2", "S3", origins=places).streets
    with pytest.raises(xiaqu.InputProblems) as refused:
        opened.info()
    assert refused.value.codes == ["E323"]
    with pytest.raises(xiaqu.InputProblems) as refused:
        Network.from_file(saved, settings={"roads": {"wet_factor": 3.0}}).matrix(places)
    assert refused.value.codes == ["E322"]
    with pytest.raises(xiaqu.XiaquError, match="exists"):
        network.save(saved)
    network.save(saved, replace=True)
    in_memory = Network.from_lines(frames["roads"])
    in_memory.save(tmp_path / "frame.xqroads")
    again = Network.from_file(tmp_path / "frame.xqroads").matrix(places)
    assert (again.milliseconds == in_memory.matrix(places).milliseconds).all()


def test_times_are_costs_of_location_models_and_no_way_is_forbidden(demo):
    matrix = Network.from_county(demo).matrix()
    holes = xiaqu.roads.Matrix(matrix.origins, matrix.targets, matrix.milliseconds.copy())
    holes.milliseconds[:3, 0] = holes.UNREACHABLE
    found = xiaqu.locate.p_median(holes.costs(), 3)
    assert found.is_proved and found.objective > 0
    assert found.assignment[0] >= 3  # -1 would have been the cheapest of all


def test_an_extract_gives_roads(gozo):
    assert gozo.exists()
    extract = Path(os.environ["XIAQU_REAL_DATA"]) / "gozo" / "gozo-min.osm.pbf"
    network = Network.from_osm(extract)
    places = pandas.DataFrame({"id": ["a", "b"], "lon": [14.2405, 14.2533], "lat": [36.0444, 36.0250]})
    matrix = network.matrix(places)
    assert 0 <= matrix.milliseconds[0, 0] < 1_000  # off its road and back
    assert matrix.milliseconds[0, 1] > 60_000


def test_what_is_wrong_is_said(frames, demo):
    network = Network.from_county(demo)
    with pytest.raises(ValueError, match="dusk"):
        network.matrix(scenario="dusk")
    with pytest.raises(ValueError, match="ascending"):
        network.isochrones(minutes=[20, 10])
    far = pandas.DataFrame({"id": ["sea"], "lon": [121.0], "lat": [26.0]})
    with pytest.raises(xiaqu.InputProblems) as refused:
        network.matrix(far)
    assert refused.value.codes[-1] == "E304"
    with pytest.raises(xiaqu.InputProblems) as refused:
        Network.from_lines(frames["roads"].drop(columns=["class"])).matrix(frames["stations"])
    assert "E153" in refused.value.codes
    with pytest.raises(xiaqu.InputProblems) as refused:
        Network.from_county(demo, settings={"roads": {"wet_facto": 2}}).matrix()
    assert refused.value.codes == ["E401"]
    with pytest.raises(xiaqu.InputProblems) as refused:
        network.route("S2", "nowhere")
    assert len(refused.value.codes) == 1
    alone = Network.from_lines(frames["roads"])
    for question in (alone.matrix, alone.isochrones, alone.cells, lambda: alone.route("S2", (117.1, 26.9))):
        with pytest.raises(xiaqu.InputProblems) as refused:
            question()
        assert refused.value.codes == ["E307"]
    with pytest.raises(ValueError, match="3 numbers"):
        network.route("S2", (117.1, 26.9, 0.0))
    with pytest.raises(ValueError, match="county"):
        network.save("roads.xqroads")
    with pytest.raises(ValueError, match="xqroads"):
        Network.from_file(demo / "roads.geojson").save("roads.bin")
