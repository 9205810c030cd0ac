import fc from 'fast-check';
import type { FleetSite } from '../../src/desired/fleet.ts';
import type { PlanInput } from '../../src/plan/plan-input.ts';
import { zones } from '../policy/local-clock.ts';
import { aPlanInput, aRing, aSite, hour, minute, ringName } from './plan-world.ts';
import { anInstant } from './drawn-names-and-times.ts';
import {
  aGate,
  someApprovals,
  someFreezes,
  someHolds,
  someRecalls,
  someReleases,
  someWindows,
} from './channel-arbitraries.ts';
import { someActs, someRecords, someReports } from './site-arbitraries.ts';

/** Any site in any state, at an instant near a shift of its clock; freezes go from midnight to midnight. */
export const planInputs: fc.Arbitrary<PlanInput> = anInstant.chain((now) =>
  fc
    .record({
      site: theSite,
      gate: aGate,
      releases: someReleases(now),
      records: someRecords(now),
      freezes: someFreezes(now),
      holds: someHolds(now),
      recalls: someRecalls,
      approvals: someApprovals(now),
      reports: someReports(now),
      acts: someActs(now),
      clock: fc.constantFrom(0, 0, 0, 6 * minute),
      primary: fc.constantFrom(true, true, true, true, false),
      usualDuration: fc.constantFrom(0, 10 * minute, 3 * hour),
    })
    .map(({ site, gate, releases, records, acts, clock, primary, ...drawn }) =>
      aPlanInput({
        now,
        site,
        records,
        acts,
        facts: { clock: now + clock, primary },
        fleet: {
          rings: [aRing('uat'), aRing('prod', gate)],
          sites: [...uatSites, aSite('prod-a', site)],
          freezes: drawn.freezes,
        },
        desired: { releases, holds: drawn.holds, recalls: drawn.recalls, approvals: drawn.approvals },
        rest: { reports: drawn.reports, usualDuration: drawn.usualDuration },
      }),
    ),
);

const theSite: fc.Arbitrary<Partial<FleetSite>> = fc.record({
  timezone: fc.constantFrom(...zones),
  windows: someWindows,
});

const uatSites = ['uat-1', 'uat-2'].map((name) => aSite(name, { ring: ringName('uat') }));

/** The same site when nothing but the time has changed; its server's clock goes on too. */
export function later(input: PlanInput, now: number): PlanInput {
  const { clock } = input.facts;
  const facts = { ...input.facts, clock: clock === null ? null : clock + (now - input.now) };
  return { ...input, now, facts };
}

/** The same site, when every other site has just said again what it said. */
export function heardAgain(input: PlanInput): PlanInput {
  return {
    ...input,
    reports: input.reports.map((report) => ({ ...report, status: { ...report.status, at: input.now } })),
  };
}
