import type { IssuePath } from '../base/issue-path.ts';
import type { Finding } from '../base/schema-findings.ts';
import type { FleetText } from './fleet-schema.ts';

/** What is wrong between the keys of a fleet whose single values are right. */
export function fleetFindings({ rings, sites, freezes = [], people = [] }: FleetText): Finding[] {
  const ringNames = new Set<string>(rings.map(({ name }) => name));
  const siteNames = new Set<string>(sites.map(({ name }) => name));
  return [
    ...secondTimes(
      rings.map(({ name }) => name),
      (index) => ['rings', index, 'name'],
    ),
    ...secondTimes(
      sites.map(({ name }) => name),
      (index) => ['sites', index, 'name'],
    ),
    ...secondTimes(
      people.map(({ name }) => name),
      (index) => ['people', index, 'name'],
    ),
    ...secondTimes(
      sites.map(({ key }) => key),
      (index) => ['sites', index, 'key'],
    ),
    ...sites.flatMap(({ name, ring }, index) => [
      ...unknown(ring, ringNames, 'ring', ['sites', index, 'ring']),
      ...(ringNames.has(name)
        ? [finding(['sites', index, 'name'], 'is also the name of a ring, expected another')]
        : []),
    ]),
    ...freezes.flatMap((freeze, index) =>
      freezeFindings(freeze, ['freezes', index], { ringNames, siteNames }),
    ),
    ...sites.flatMap(({ windows = [] }, site) =>
      windows.flatMap(({ days }, index) =>
        secondTimes(days, (day) => ['sites', site, 'windows', index, 'days', day]),
      ),
    ),
  ];
}

interface Names {
  readonly ringNames: ReadonlySet<string>;
  readonly siteNames: ReadonlySet<string>;
}

function freezeFindings(
  { from, until, rings = [], sites = [] }: NonNullable<FleetText['freezes']>[number],
  path: IssuePath,
  { ringNames, siteNames }: Names,
): Finding[] {
  return [
    ...(until > from
      ? []
      : [finding([...path, 'until'], `is not after ${from}, expected a later date and time`)]),
    ...rings.flatMap((name, index) => unknown(name, ringNames, 'ring', [...path, 'rings', index])),
    ...sites.flatMap((name, index) => unknown(name, siteNames, 'site', [...path, 'sites', index])),
  ];
}

function unknown(name: string, names: ReadonlySet<string>, kind: string, path: IssuePath): Finding[] {
  if (names.has(name)) return [];
  const some = [...names].slice(0, 10).join(', ');
  return [
    finding(path, `is ${JSON.stringify(name)}, which is no ${kind} of this file, expected one of: ${some}`),
  ];
}

function secondTimes(values: readonly (string | undefined)[], path: (index: number) => IssuePath): Finding[] {
  const seen = new Set<string>();
  return values.flatMap((value, index) => {
    if (value === undefined || !seen.has(value)) {
      if (value !== undefined) seen.add(value);
      return [];
    }
    return [finding(path(index), `is ${JSON.stringify(value)} a second time, expected it once`)];
  });
}

function finding(path: IssuePath, message: string): Finding {
  return { path, atKey: false, message };
}
