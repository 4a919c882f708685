"""A county folder: the same plan as the command's, to the byte, and its maps as geographic libraries read them."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import geopandas
import numpy
import pyarrow
import pytest

import xiaqu


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def assert_same_folder(county: Path, command, tmp_path: Path, kind: str) -> None:
    ours, theirs = tmp_path / "python", tmp_path / "command"
    command(kind, county, "-o", theirs)
    made = {"plan": xiaqu.plan, "dispatch": xiaqu.dispatch}[kind](county)
    made.save(ours)
    one, other = files_of(ours), files_of(theirs)
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []
    assert "plan.json" in one


@pytest.mark.parametrize("kind", ["plan", "dispatch"])
def test_the_embedded_county_is_written_as_the_command_writes_it(demo, command, tmp_path, kind):
    assert_same_folder(demo, command, tmp_path, kind)


def test_gozo_is_written_as_the_command_writes_it(gozo, command, tmp_path):
    assert_same_folder(gozo, command, tmp_path, "plan")


def test_a_plan_says_how_sure_it_is(demo_plan):
    assert demo_plan.proof.kind == "enumerated"
    assert demo_plan.proof.is_proved
    assert demo_plan.proof.gap == 0
    assert demo_plan.proof.objective == demo_plan.proof.bound
    assert len([group for group in demo_plan.groups if group.mode == "merge"]) == 3
    assert sum(demo_plan.officers.values()) == 49


def test_figures_become_a_table(demo_plan):
    table = demo_plan.figures.to_pandas()
    assert list(table.columns)[:5] == ["key", "group", "before", "transfers_only", "after"]
    assert len(table) == len(demo_plan.figures) > 20
    key = table.key[0]
    assert demo_plan.figures[key].key == key
    with pytest.raises(KeyError, match="no figure"):
        demo_plan.figures["nonsense"]


def test_every_map_is_the_same_through_arrow_geojson_and_binary(demo_plan):
    assert {"dispatch_areas", "jurisdictions", "stations", "villages", "dispatch_roads"} <= demo_plan.layers.keys()
    for name, layer in demo_plan.layers.items():
        arrow = layer.to_geopandas()
        assert arrow.crs.to_authority() == ("OGC", "CRS84"), name
        features = layer.__geo_interface__["features"]
        plain = geopandas.GeoDataFrame.from_features(features, crs="OGC:CRS84")
        assert len(arrow) == len(layer) == len(plain)
        assert arrow.geometry.geom_equals(plain.geometry).all(), name
        for column in layer.aliases:
            ours = arrow[column].where(arrow[column].notna(), None).tolist()
            theirs = [feature["properties"][column] for feature in features]
            assert [None if one != one else one for one in ours] == theirs, (name, column)


def test_maps_speak_the_arrow_stream(demo_plan):
    table = pyarrow.table(demo_plan.dispatch_areas)
    field = table.schema.field("geometry")
    assert field.metadata[b"ARROW:extension:name"] == b"geoarrow.wkb"
    assert json.loads(field.metadata[b"ARROW:extension:metadata"]) == {
        "crs": "OGC:CRS84",
        "crs_type": "authority_code",
    }
    assert table.schema.field("population").type == pyarrow.int64()


def test_dispatch_areas_tile_the_county(demo, demo_plan):
    areas = demo_plan.dispatch_areas.to_geopandas().to_crs(epsg=32650)
    county = geopandas.read_file(demo / "townships.geojson").to_crs(epsg=32650)
    assert abs(areas.area.sum() - county.area.sum()) < 50.0  # m²: the border slides on its lattice of a centimetre
    assert demo_plan.roads.geometry_type == "LineString"


def test_a_pickled_plan_is_the_plan(demo_plan, tmp_path):
    again = pickle.loads(pickle.dumps(demo_plan))
    assert again.to_dict() == demo_plan.to_dict()
    assert again.warnings == demo_plan.warnings
    assert again.layers.keys() == demo_plan.layers.keys()
    assert again.villages.to_geopandas().equals(demo_plan.villages.to_geopandas())
    (tmp_path / "one").mkdir()
    demo_plan.save(tmp_path / "one" / "plan")
    again.save(tmp_path / "one" / "again")
    assert files_of(tmp_path / "one" / "plan") == files_of(tmp_path / "one" / "again")
    assert again.explain("S2", "S3")["together"] == demo_plan.explain("S2", "S3")["together"]


def test_the_opposite_of_a_merge_is_priced_as_the_command_prices_it(demo, demo_plan, program, command, tmp_path):
    import subprocess

    group = next(group for group in demo_plan.groups if group.mode == "merge")
    one, other = group.members[:2]
    command("plan", demo, "-o", tmp_path / "plan")
    arguments = [program, "explain", str(tmp_path / "plan"), one, other, "--json", "--quiet", "--lang", "en"]
    said = json.loads(subprocess.run(arguments, check=True, capture_output=True).stdout)
    found = demo_plan.explain(one, other)
    assert found == said
    assert found["together"] is True
    with pytest.raises(xiaqu.InputProblems) as refused:
        demo_plan.explain(one, "nobody")
    assert refused.value.codes == ["E406"]


def test_an_existing_folder_is_replaced_only_if_asked(demo_plan, tmp_path):
    demo_plan.save(tmp_path / "plan")
    with pytest.raises(xiaqu.XiaquError, match="exists"):
        demo_plan.save(tmp_path / "plan")
    demo_plan.save(tmp_path / "plan", replace=True)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(xiaqu.XiaquError):
        demo_plan.save(tmp_path / "mine", replace=True)
    assert (tmp_path / "mine" / "thesis.txt").exists()


def test_names_that_look_like_markup_stay_text(demo, tmp_path):
    hostile = tmp_path / "county"
    hostile.mkdir()
    for path in demo.iterdir():
        (hostile / path.name).write_bytes(path.read_bytes())
    rows = (hostile / "stations.csv").read_text(encoding="utf-8").replace("派出所", "<script>&\"'")
    (hostile / "stations.csv").write_text(rows, encoding="utf-8")
    text = (hostile / "xiaqu.toml").read_text(encoding="utf-8").replace("泰宁样例县", "<img src=x>")
    (hostile / "xiaqu.toml").write_text(text, encoding="utf-8")
    page = xiaqu.plan(hostile)._repr_html_()
    assert "<script>" not in page
    assert "<img" not in page
    assert "&lt;img src=x&gt;" in page


def test_a_plan_is_drawn(demo_plan):
    import matplotlib

    matplotlib.use("agg")
    axes = demo_plan.plot()
    assert len(axes.collections) >= 3
    figure = axes.get_figure()
    figure.canvas.draw()
    pixels = numpy.asarray(figure.canvas.buffer_rgba())
    assert len(numpy.unique(pixels.reshape(-1, 4), axis=0)) > 8


def test_settings_are_laid_over_those_of_the_folder(demo):
    county = xiaqu.County.read(demo)
    fewer = county.optimize({"merge": {"closures": 1}})
    assert len([group for group in fewer.groups if group.mode == "merge"]) == 1
    free = county.with_settings({"merge": {"closures": None}})
    parameters = {row["key"]: row["value"] for row in free.optimize().to_dict()["parameters"]}
    assert parameters["merge.closures"] is None
    with pytest.raises(xiaqu.InputProblems) as refused:
        county.optimize({"merge": {"closure": 1}})
    assert refused.value.codes == ["E401"]
    assert "merge.closures" in refused.value.items[0].remedy


def test_stages_are_told(demo):
    told = []
    xiaqu.plan(demo, progress=lambda stage, plans, gap: told.append((stage, plans, gap)))
    stages = [stage for stage, _, _ in told]
    assert stages
    assert set(stages) <= {
        "read", "townships", "roads", "territories", "solve", "judge", "draw",
        "enumerating", "first_plan", "most_closures", "centres", "ties", "conflict", "frontier",
        "interchange", "bound", "program",
    }  # fmt: skip


def test_what_progress_raises_comes_out(demo):
    def fail(*_told: object) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        xiaqu.plan(demo, progress=fail)


def test_requirements_that_contradict_each_other_are_named(demo):
    with pytest.raises(xiaqu.Infeasible) as ended:
        xiaqu.plan(demo, settings={"merge": {"closures": 8}})
    assert any("merge.closures" in line for line in ended.value.requirements)
    assert pickle.loads(pickle.dumps(ended.value)).requirements == ended.value.requirements


def test_a_folder_that_is_none_is_said(tmp_path):
    with pytest.raises(xiaqu.InputProblems) as refused:
        xiaqu.plan(tmp_path)
    assert refused.value.codes == ["E409"]


def test_the_frontier_is_that_of_the_command(demo, command, tmp_path):
    command("frontier", demo, "-o", tmp_path / "frontier", "--aims", "most_closures,mean_second_arrival")
    written = json.loads((tmp_path / "frontier" / "frontier.json").read_text(encoding="utf-8"))
    assert xiaqu.County.read(demo).frontier() == written
