// SPDX-License-Identifier: Apache-2.0
// A full day of dispatch in the province of a scenario: the crews that the scenario has on shift at
// their units, with the skills of its shares, and so many jobs for each of them, at the key sites
// and at what serves them within some kilometres. What is urgent is so by the site's tier.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chance } from './routing_day.mjs';

const skills = ['fibre', 'power', 'radio'];
const shift_from_s = 8 * 3600;
const shift_to_s = 32 * 3600; // nothing is left over for want of hours: completion tells
const around_deg = 0.06; // what serves a site stands within some 6 km
const weights = { normal: 1, high: 4, urgent: 16 };

// Rows of a CSV file by their header's names; a field may be quoted.
function table(file) {
  const [header, ...rows] = readFileSync(file, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare,
      ),
    );
  return rows.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at]])));
}

// "name = number" of one section of a TOML file.
function section(file, name) {
  const text = readFileSync(file, 'utf8').split(`\n[${name}]\n`)[1].split(/\n\[/)[0];
  return Object.fromEntries(
    [...text.matchAll(/^(\w+) = ([\d.]+)/gm)].map(([, key, value]) => [key, Number(value)]),
  );
}

const place_of = (row) => ({
  latitude: Number(row.latitude_deg),
  longitude: Number(row.longitude_deg),
});

function crews_of(units, shares, draw) {
  const counts = {
    province: shares.per_province_other,
    city: shares.per_city_other,
    county: shares.per_county_wuhan,
  };
  return units.flatMap((unit) =>
    Array.from({ length: counts[unit.level] ?? 0 }, (_, n) => ({
      id: `${unit.code}-${n + 1}`,
      ...place_of(unit),
      from: shift_from_s,
      to: shift_to_s,
      home: false,
      skills: skills.filter(
        (skill, at) => at === n % skills.length || draw() < shares[`skills_share_${skill}`],
      ),
    })),
  );
}

// More of what is urgent where the tier is higher.
function priority_of(tier, draw) {
  const drawn = draw() * Number(tier);
  return drawn < 0.15 ? weights.urgent : drawn < 0.5 ? weights.high : weights.normal;
}

/// The day as `lifeline solve --format day` reads it; `province` is a code such as 420000.
export function make_scenario_day(folder, province, jobs_per_crew, seed) {
  const draw = chance(seed);
  const is_here = (code) => code.startsWith(province.slice(0, 2));
  const sites = table(join(folder, 'sites.csv')).filter((site) => is_here(site.unit));
  const units = table(join(folder, 'units.csv')).filter((unit) => is_here(unit.code));
  const shares = section(join(folder, 'network.toml'), 'crews');
  const crews = crews_of(units, shares, draw);
  const jobs = Array.from({ length: crews.length * jobs_per_crew }, (_, at) => {
    const site = sites[Math.floor(draw() * sites.length)];
    const { latitude, longitude } = place_of(site);
    return {
      id: `job ${at + 1}`,
      latitude: latitude + around_deg * (draw() - 0.5),
      longitude: longitude + around_deg * (draw() - 0.5),
      duration: Math.round(900 + 3600 * draw()),
      priority: priority_of(site.tier, draw),
      skills: draw() < 0.8 ? [skills[Math.floor(draw() * skills.length)]] : [],
    };
  });
  return { by_hour: true, crews, jobs };
}
