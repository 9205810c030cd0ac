import fc from 'fast-check';
import type { PatchId } from '../../src/base/names.ts';
import type { PatchWish } from '../worlds/a-release.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
export const first = 'LAB-1' as PatchId;
export const second = 'LAB-2' as PatchId;
const names = ['Lab.A.cls', 'Lab.B.cls', 'Lab.C.cls', 'LABIN.mac'] as const;
export const siteNames = ['uat-a', 'prod-a', 'prod-b'] as const;

const someNames = fc.subarray([...names]);
const someNodes = fc.array(fc.tuple(fc.nat(3), fc.constantFrom('x', 'y')), { minLength: 1, maxLength: 3 });
export const aRule = fc.constantFrom(
  ...['automatic', 'automatic', 'operator'],
  ...[{ at: '2026-03-29T02:30' }, { at: '2026-03-28T23:00', timezone: 'America/New_York' }],
);
export const someWindows = fc.constantFrom(
  undefined,
  undefined,
  [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '22:00', to: '04:00' }],
  [{ days: ['sat', 'sun'], from: '01:00', to: '03:30' }],
  [{ days: ['thu', 'fri'], from: '09:00', to: '11:00' }],
);
const aSite = fc.record({
  timezone: fc.constantFrom('Europe/Madrid', 'America/New_York', 'UTC'),
  windows: someWindows,
});
export const aKit = fc.record({
  version: fc.constantFrom(1, 2),
  documents: fc.subarray([...names], { minLength: 1 }),
  gone: someNames,
  globals: fc.constantFrom('merge', 'replace'),
  nodes: fc.option(someNodes),
});

/** A fleet, what its sites went through, and a patch that is proposed. */
export const worlds = fc.record({
  sites: fc.tuple(aSite, aSite, aSite),
  there: someNames,
  gate: fc.option(
    fc.record({
      installed: fc.constantFrom('100%', '50%'),
      soak: fc.constantFrom('1h', '36h'),
    }),
  ),
  freeze: fc.option(fc.constantFrom([], ['prod'], ['uat'])),
  old: aKit,
  oldRule: fc.constantFrom('automatic', 'automatic', 'automatic', 'operator', { at: '2026-03-28T12:00' }),
  /** Only the first attempts take long. */
  slow: fc.constantFrom(0, 0, 40 * minute),
  oldFails: fc.constantFrom(false, false, false, true),
  edited: fc.option(fc.constantFrom(...names)),
  waits: fc.constantFrom(2 * hour, 13 * hour, 2 * day),
  kit: aKit,
  rule: aRule,
  siteRule: fc.option(aRule),
  requires: fc.boolean(),
  runs: fc.constantFrom(false, false, false, false, true),
  approvals: fc.constantFrom(0, 0, 1),
  except: fc.boolean(),
});
export type Wish = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

export function fleetOf({ sites, gate, freeze }: Wish) {
  const named = siteNames.map((name, index) => ({
    ...{ name, title: name, ring: name.split('-')[0], timezone: sites[index]?.timezone },
    ...(sites[index]?.windows === undefined ? {} : { windows: sites[index].windows }),
  }));
  return {
    rings: [
      { name: 'uat', title: 'Acceptance' },
      { name: 'prod', title: 'Production', ...(gate === null ? {} : { gate }) },
    ],
    sites: named,
    freezes:
      freeze === null
        ? []
        : [
            {
              ...{ from: '2026-03-26T20:00', until: '2026-03-28T00:00', reason: 'End of quarter' },
              ...(freeze.length === 0 ? {} : { rings: freeze }),
            },
          ],
  };
}

export function patchOf({ kit, rule, siteRule, requires, runs, approvals, except }: Wish): PatchWish {
  return {
    kit: kitOf(kit),
    globals: globalsOf(kit),
    manifest: {
      ...{ remove: goneIn(kit), requires: requires ? [first] : [] },
      ...(runs ? { install: { run: '##class(Lab.Patches).P2' } } : {}),
      ...(except ? { sites: { except: ['prod-b'] } } : {}),
      policy: {
        ...{ default: rule, approvals },
        rules: siteRule === null ? [] : [{ site: 'prod-a', install: siteRule }],
      },
    },
  };
}

export function withoutWindows({ name, title, ring, timezone }: ReturnType<typeof fleetOf>['sites'][number]) {
  return { name, title, ring, timezone };
}

type Kit = Wish['kit'];

export function kitOf({ documents, version, nodes }: Kit): Readonly<Record<string, string>> {
  const global = [...new Map(nodes)].map(([key, value]) => `^LabG(${key})="${value}"\n`).join('');
  return {
    ...documentsOf(documents, version),
    ...(nodes === null ? {} : { 'g.zwr': `test\nGT.M ZWR\n${global}` }),
  };
}

export function globalsOf({ globals }: Kit): 'merge' | 'replace' {
  return globals === 'merge' ? 'merge' : 'replace';
}

export function goneIn({ documents, gone }: Kit): readonly string[] {
  return gone.filter((name) => !documents.includes(name));
}

export function documentsOf(wanted: readonly string[], version: number): Readonly<Record<string, string>> {
  return Object.fromEntries(wanted.map((name) => [name, textOf(name, version)]));
}

function textOf(name: string, version: number): string {
  const base = name.replace(/\.\w+$/, '');
  return name.endsWith('.mac')
    ? `ROUTINE ${base} [Type=MAC]\n${base} ; version ${version}\n quit\n`
    : `Class ${base}\n{\n\nParameter V = ${version};\n\n}\n`;
}
