# SPDX-License-Identifier: Apache-2.0
"""How a public list of clinics becomes sites, on a country made up for the purpose."""

import csv
import io
import sys
import tempfile
import unittest
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

import clinics_to_sites as tool

AREAS = tool.Areas(
    [
        {"code": "420100", "name": "青川市"},
        {"code": "420102", "name": "白石区"},
        {"code": "420128", "name": "木里藏族自治县"},
        {"code": "430102", "name": "白石区"},
    ]
)
POINTS = tool.Points(
    [
        {"name": "青川市", "lon": "114.30", "lat": "30.60"},
        {"name": "青川", "lon": "100", "lat": "20"},
        {"name": "白石区", "lon": "114.40", "lat": "30.50"},
        {"name": "远山县", "lon": "90.00", "lat": "45.00"},
    ]
)


class Places(unittest.TestCase):
    def test_a_county_is_known_by_its_full_short_or_official_name(self):
        for name in ("白石区", "白石"):
            self.assertEqual("420102", AREAS.county("420100", name))
        self.assertEqual("420128", AREAS.county("420100", "木里县"))

    def test_what_is_no_county_is_the_city(self):
        for name in ("", "市直", "云山开发区"):
            self.assertEqual("420100", AREAS.county("420100", name))

    def test_the_full_name_of_a_city_comes_first(self):
        self.assertEqual(((114.3, 30.6), False), POINTS.of("", "", "青川市"))

    def test_a_county_far_from_its_city_is_another_of_that_name(self):
        self.assertEqual(((114.4, 30.5), True), POINTS.of("白石区", "白石", "青川市"))
        self.assertEqual(((114.3, 30.6), False), POINTS.of("", "远山县", "青川市"))


class Rows(unittest.TestCase):
    def row(self, **given):
        usual = {
            "province_code": "420000", "city": "青川市", "city_code": "420100", "county": "白石",
            "name": "青川市第一医院", "designated": "0", "address": "解放路1号",
        }  # fmt: skip
        return {**usual, **given}

    def convert(self, **given):
        return tool.convert(self.row(**given), AREAS, POINTS, "5g")[0]

    def test_a_site_has_the_region_of_its_county_and_the_unit_of_its_city(self):
        site = self.convert()
        self.assertEqual(("420102", "420100"), (site["region"], site["unit"]))
        self.assertEqual(("fever_clinic", 2), (site["kind"], site["tier"]))

    def test_a_designated_hospital_is_of_the_first_tier_and_a_health_centre_of_the_third(self):
        site = self.convert(designated="1")
        self.assertEqual(("designated_hospital", 1), (site["kind"], site["tier"]))
        self.assertEqual(3, self.convert(name="河口镇卫生院")["tier"])
        self.assertEqual(2, self.convert(name="云山医院（东院区）")["tier"])

    def test_the_id_depends_on_region_and_name_only(self):
        self.assertEqual(self.convert()["id"], self.convert(designated="1", address="")["id"])
        self.assertNotEqual(self.convert()["id"], self.convert(name="青川市第二医院")["id"])
        self.assertTrue(self.convert()["id"].startswith("420102-"))

    def test_a_place_that_nobody_knows_is_left_out(self):
        self.assertIsNone(self.convert(city="无名市", county="无名"))


class Files(unittest.TestCase):
    def test_a_repeated_name_gets_an_id_of_its_own(self):
        head = "province_code,city,city_code,county,name,designated,address\n"
        line = "420000,青川市,420100,白石区,青川市第一医院,0,\n"
        other = "430000,青川市,430100,白石区,青川市第一医院,0,\n"
        texts = [head + line + line + other, "name,lon,lat\n青川市,114.3,30.6\n", "code,name\n"]
        with tempfile.TemporaryDirectory() as folder:
            paths = [str(Path(folder) / f"{i}.csv") for i in range(3)]
            for path, text in zip(paths, texts):
                Path(path).write_text(text, encoding="utf-8")
            out = io.StringIO()
            with mock.patch.object(sys, "argv", ["tool", *paths]):
                with redirect_stdout(out), redirect_stderr(io.StringIO()):
                    tool.main()
        rows = list(csv.DictReader(io.StringIO(out.getvalue())))
        self.assertEqual(2, len(rows))
        self.assertEqual(rows[0]["id"] + "-2", rows[1]["id"])
        self.assertEqual(tool.COLUMNS, list(rows[0]))


if __name__ == "__main__":
    unittest.main()
