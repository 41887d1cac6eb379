#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turns a public list of fever clinics and designated hospitals into a sites.csv for the import.

    tools/clinics_to_sites.py clinics.csv place_coordinates.csv area_code.csv > sites.csv

clinics.csv            province_code,city,city_code,county,name,designated,address, … (UTF-8)
place_coordinates.csv  name,lon,lat of counties and cities
area_code.csv          code,name of GB/T 2260

The list gives counties by name. A name that the area table has below the city becomes its code; one
that it has not ("市直", a development zone) becomes the city's. The id is the region's code and the
first digits of a hash of the name, so it stays when rows are added; a name that the list repeats in
one region gets -2, -3 behind it, and the import shows the pair as a likely duplicate.

A site stands where its county is, or its city if the county has no point: right to a kilometre or
several. The table's datum is not stated and most likely GCJ-02, which in China lies 100 to 700 m
beside the WGS-84 that the import asks for; survey the sites that matter. Full names come first,
since short ones also name other places, and a county's point too far from its city's is another
county of that name and is not taken.
"""

import argparse
import csv
import hashlib
import math
import sys

COLUMNS = [
    "id", "name_zh", "name_en", "kind", "tier", "region", "unit", "longitude_deg", "latitude_deg",
    "address", "services",
]  # fmt: skip
LEVELS = ("自治县", "自治旗", "市", "区", "县", "旗")
COUNTY_TO_CITY_KM_MAX = 250
EARTH_RADIUS_KM = 6371


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def stem(name):
    """ "襄城区" and "襄城" are one name; so are "五峰县" and the longer official one."""
    for level in LEVELS:
        if name.endswith(level) and len(name) - len(level) >= 2:
            return name.removesuffix(level)
    return name


class Areas:
    def __init__(self, rows):
        self.names = {row["code"]: row["name"] for row in rows}

    def county(self, city_code, county):
        """The code of a county below a city; the city's own if the table has none of that name."""
        if not county or county in ("市区", "城区", "市直"):
            return city_code
        below = {c: n for c, n in self.names.items() if c[:4] == city_code[:4] and c != city_code}
        for code, name in below.items():
            if name == county:
                return code
        for code, name in below.items():
            if stem(name) == stem(county) or name.startswith(stem(county)):
                return code
        return city_code


def distance_km(a, b):
    (lon_a, lat_a), (lon_b, lat_b) = [[math.radians(v) for v in point] for point in (a, b)]
    across = math.sin((lon_b - lon_a) / 2) ** 2 * math.cos(lat_a) * math.cos(lat_b)
    root = math.sin((lat_b - lat_a) / 2) ** 2 + across
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(root))


class Points:
    def __init__(self, rows):
        self.points = {row["name"]: (float(row["lon"]), float(row["lat"])) for row in rows}

    def find(self, *names):
        for name in names:
            if name and name in self.points:
                return self.points[name]
        return None

    def find_longer(self, name):
        """The official name may be longer: "昌江县" stands for an autonomous county."""
        longer = [point for known, point in self.points.items() if known.startswith(stem(name))]
        return longer[0] if len(set(longer)) == 1 else None

    def of(self, official, county, city):
        """(point, whether it is the county's)"""
        city_point = self.find(city, stem(city)) or self.find_longer(city)
        point = self.find(official, county, stem(official), stem(county)) if county else None
        if point and city_point and distance_km(point, city_point) > COUNTY_TO_CITY_KM_MAX:
            point = None
        return (point, True) if point else (city_point, False)


def tier(row):
    if row["designated"] == "1":
        return 1
    return 2 if "医院" in row["name"] else 3


def convert(row, areas, points, services):
    region = areas.county(row["city_code"], row["county"])
    official = areas.names.get(region, "") if region != row["city_code"] else ""
    point, is_county = points.of(official, row["county"], row["city"])
    if point is None:
        return None, False
    name = " ".join(row["name"].split())
    digest = hashlib.sha256(f"{region} {name}".encode()).hexdigest()[:8]
    site = {
        "id": f"{region}-{digest}",
        "name_zh": name,
        "name_en": "",
        "kind": "designated_hospital" if row["designated"] == "1" else "fever_clinic",
        "tier": tier(row),
        "region": region,
        "unit": row["city_code"],
        "longitude_deg": point[0],
        "latitude_deg": point[1],
        "address": row["address"],
        "services": services,
    }
    return site, is_county


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("clinics")
    parser.add_argument("coordinates")
    parser.add_argument("areas")
    parser.add_argument("--province", default="420000", help="a code, or all")
    parser.add_argument("--services", default="5g;4g;voice")
    arguments = parser.parse_args()
    areas, points = Areas(read(arguments.areas)), Points(read(arguments.coordinates))
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    seen, counts = {}, {"sites": 0, "at the county": 0, "left out": 0, "repeated": 0}
    for row in read(arguments.clinics):
        if arguments.province not in ("all", row["province_code"]):
            continue
        site, is_county = convert(row, areas, points, arguments.services)
        if site is None:
            counts["left out"] += 1
            print(f"no place known: {row['city']} {row['county']} {row['name']}", file=sys.stderr)
            continue
        times = seen[site["id"]] = seen.get(site["id"], 0) + 1
        if times > 1:
            site["id"] += f"-{times}"
            counts["repeated"] += 1
        counts["sites"] += 1
        counts["at the county"] += is_county
        writer.writerow(site)
    print(", ".join(f"{count} {what}" for what, count in counts.items()), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
