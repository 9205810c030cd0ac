import { readDuration } from '../base/local-time.ts';
import { openYaml, readYaml } from '../base/read-yaml.ts';
import type { Place } from '../kit/manifest.ts';
import type { Fleet, FleetSite, Freeze, Gate, Ring } from './fleet.ts';
import { fleetFindings } from './fleet-findings.ts';
import type { FleetText } from './fleet-schema.ts';
import { fleetSchema } from './fleet-schema.ts';

/** Reads `fleet.yaml`. Failures INVALID_FILE with every issue, NEWER_FORMAT. */
export function parseFleet(file: string, text: string): Fleet {
  const written = readYaml(fleetSchema, file, text);
  const findings = fleetFindings(written);
  if (findings.length > 0) throw openYaml(file, text).invalid(findings);
  const { rings, sites, freezes = [], people = [] } = written;
  return {
    rings: rings.map(ringOf),
    sites: sites.map(siteOf),
    freezes: freezes.map(freezeOf),
    people: people.map(({ name, title, key }) => ({ name, title: title ?? name, key })),
  };
}

function ringOf({ name, title, gate }: FleetText['rings'][number]): Ring {
  return { name, title: title ?? name, gate: gate === undefined ? null : gateOf(gate) };
}

function gateOf({ installed, failed, soak }: NonNullable<FleetText['rings'][number]['gate']>): Gate {
  return {
    installedPercent: Number.parseInt(installed ?? '100%', 10),
    maxFailed: failed ?? 0,
    soak: readDuration(soak ?? '0s') ?? 0,
  };
}

function siteOf({ name, title, ring, timezone, windows, key }: FleetText['sites'][number]): FleetSite {
  return { name, title: title ?? name, ring, timezone, windows: windows ?? [], key: key ?? null };
}

function freezeOf({ from, until, reason, rings, sites }: NonNullable<FleetText['freezes']>[number]): Freeze {
  const places: Place[] = [
    ...(rings ?? []).map((name): Place => ({ kind: 'ring', name })),
    ...(sites ?? []).map((name): Place => ({ kind: 'site', name })),
  ];
  return { from, until, reason, places: rings === undefined && sites === undefined ? null : places };
}
