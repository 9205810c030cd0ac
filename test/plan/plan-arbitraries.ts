import fc from 'fast-check';
import type { ObjectId } from '../../src/base/names.ts';
import type { Approval, Hold, Recall, ReleaseEntry } from '../../src/desired/desired-state.ts';
import type { FleetSite, Freeze, Window } from '../../src/desired/fleet.ts';
import type { PatchRecord } from '../../src/installed/installed-state.ts';
import type { InstallRule } from '../../src/kit/manifest.ts';
import type { OperatorActs, PlanInput } from '../../src/plan/plan-input.ts';
import type { SiteReport } from '../../src/status/status.ts';
import { allDays, zones } from '../policy/local-clock.ts';
import {
  aFreeze,
  aHold,
  aPlanInput,
  aPolicy,
  aRecord,
  aRelease,
  aReport,
  aRing,
  aSite,
  anApproval,
  atRing,
  atSite,
  contentOf,
  day,
  everyone,
  failed,
  has,
  holding,
  hour,
  minute,
  patch,
  ringName,
  siteName,
} from './plan-world.ts';

const ids = ['A', 'B', 'C', 'D', 'E'] as const;
const anId = fc.constantFrom(...ids);
const someIds = fc.subarray([...ids], { maxLength: 2 });

/** Two days on each side of the shifts of the clocks of 2026, and a plain week. */
const anInstant = fc
  .tuple(
    fc.constantFrom(
      '2026-03-08',
      '2026-03-29',
      '2026-04-05',
      '2026-06-10',
      '2026-10-04',
      '2026-10-25',
      '2026-11-01',
    ),
    fc.integer({ min: -2 * 24 * 12, max: 2 * 24 * 12 }),
  )
  .map(([date, steps]) => Date.parse(`${date}T00:00Z`) + steps * 5 * minute);

const near = (now: number) => fc.integer({ min: -60, max: 60 }).map((hours) => now + hours * hour);
const localText = (instant: number): string => new Date(instant).toISOString().slice(0, 16);
const midnight = (instant: number): string => `${new Date(instant).toISOString().slice(0, 10)}T00:00`;

const aRule = (now: number): fc.Arbitrary<InstallRule> =>
  fc.oneof(
    fc.constant({ kind: 'automatic' } as const),
    fc.constant({ kind: 'operator' } as const),
    fc.record({
      kind: fc.constant('scheduled' as const),
      at: near(now).map(localText),
      timezone: fc.constantFrom(null, ...zones),
    }),
  );

const someReleases = (now: number): fc.Arbitrary<readonly ReleaseEntry[]> =>
  fc.tuple(...ids.map((id, index) => aReleaseOf(id, index, now))).chain((all) => fc.subarray(all));

const aReleaseOf = (id: string, index: number, now: number): fc.Arbitrary<ReleaseEntry> =>
  fc
    .record({
      requires: fc.oneof(fc.constant([]), someIds),
      supersedes: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: someIds }),
      sequence: fc.oneof({ weight: 4, arbitrary: fc.constant(index) }, { weight: 1, arbitrary: fc.nat(5) }),
      rule: aRule(now),
      approvals: fc.constantFrom(0, 0, 0, 1, 2),
      except: fc.boolean().map((drawn) => (drawn ? [siteName('uat-1')] : [])),
    })
    .map(({ rule, approvals, except, ...wish }) =>
      aRelease(id, { ...wish, policy: aPolicy(rule, { approvals }), sites: { ...everyone, except } }),
    );

const someRecords = (now: number): fc.Arbitrary<readonly PatchRecord[]> =>
  fc
    .uniqueArray(
      fc.record({
        id: anId,
        state: fc.constantFrom('received', 'installed', 'installed', 'removed', 'failed', 'interrupted'),
        content: fc.constantFrom('', '', '', '', 'other'),
        interruptions: fc.nat(2),
        order: fc.nat(9),
        since: near(now).map((at) => Math.min(at, now)),
        documents: fc.subarray(['Lab.A.cls', '^Lab', '^Lab("in")', '^Lab("out")'], { maxLength: 2 }),
      }),
      { selector: ({ id }) => id, maxLength: 4 },
    )
    .map((drawn) =>
      drawn.map(({ id, content, documents, ...more }) =>
        aRecord(id, { ...more, releaseDigest: contentOf(id, content), documents: holding(...documents) }),
      ),
    );

const aTime = fc.integer({ min: 4, max: 23 }).map((hours) => `${String(hours).padStart(2, '0')}:00`);
const someWindows: fc.Arbitrary<readonly Window[]> = fc.oneof(
  fc.constant([]),
  fc.array(fc.record({ days: fc.subarray([...allDays], { minLength: 1 }), from: aTime, to: aTime }), {
    maxLength: 2,
  }),
);

const someFreezes = (now: number): fc.Arbitrary<readonly Freeze[]> =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc.array(
        fc
          .record({
            from: near(now),
            days: fc.integer({ min: 0, max: 3 }),
            places: fc.constantFrom(null, [atSite('prod-a')], [atRing('prod')], [atRing('uat')]),
          })
          .map(({ from, days, places }) => aFreeze(midnight(from), midnight(from + days * day), places)),
        { maxLength: 3 },
      ),
    },
  );

const someHolds = (now: number): fc.Arbitrary<readonly Hold[]> =>
  fc.array(
    fc
      .record({ patch: fc.option(anId), until: fc.option(near(now)), who: fc.constantFrom('olga', 'otto') })
      .map(({ patch: id, ...more }) => aHold(id, more)),
    { maxLength: 1 },
  );

const someRecalls: fc.Arbitrary<readonly Recall[]> = fc.array(
  fc.record({
    patch: anId.map(patch),
    installed: fc.constantFrom('keep', 'remove'),
    who: fc.constantFrom('rita', 'rolf'),
    why: fc.constant('it loses results'),
    at: fc.nat(3),
  }),
  { maxLength: 2 },
);

const someApprovals = (now: number): fc.Arbitrary<readonly Approval[]> =>
  fc.array(
    fc
      .record({
        id: anId,
        who: fc.constantFrom('anna', 'bert'),
        expiresAt: fc.option(near(now)),
        place: fc.constantFrom(atSite('prod-a'), atRing('prod'), atRing('uat')),
      })
      .map(({ id, who, ...more }) => anApproval(id, who, more)),
    { maxLength: 6 },
  );

const someReports = (now: number): fc.Arbitrary<readonly SiteReport[]> =>
  fc
    .array(
      fc
        .record({
          site: fc.constantFrom('uat-1', 'uat-2', 'elsewhere'),
          at: fc.oneof(fc.constant(now), near(now)),
          installed: fc.uniqueArray(anId, { maxLength: 5 }),
          hours: fc.nat(100),
          failed: fc.oneof(fc.constant<(typeof ids)[number][]>([]), someIds),
        })
        .map(({ site, at, installed, hours, failed: broken }) =>
          aReport(site, {
            at,
            installed: installed.map((id) => has(id, at - hours * hour)),
            failed: broken.map(failed),
          }),
        ),
      { maxLength: 4 },
    )
    .map((reports) =>
      reports.map((report, index) => ({ ...report, commit: String(index).repeat(40) as ObjectId })),
    );

const someActs = (now: number): fc.Arbitrary<Partial<OperatorActs>> => {
  const leaves = fc
    .uniqueArray(fc.tuple(anId, fc.constantFrom('', '', 'other')), { selector: ([id]) => id, maxLength: 2 })
    .map((drawn) => drawn.map(([id, content]) => ({ id: patch(id), leave: leaveOf(id, content) })));
  const mapOf = (drawn: readonly Drawn[]) => new Map(drawn.map(({ id, leave }) => [id, leave]));
  return fc.record({
    installNow: leaves.map(mapOf),
    installAt: fc
      .tuple(leaves, near(now))
      .map(([drawn, from]) => new Map(drawn.map(({ id, leave }) => [id, { ...leave, from }]))),
    remove: leaves.map(mapOf),
    approvals: someApprovals(now),
    holds: someHolds(now),
  });
};

interface Drawn {
  readonly id: ReturnType<typeof patch>;
  readonly leave: ReturnType<typeof leaveOf>;
}

const leaveOf = (id: string, content: string) => ({
  releaseDigest: contentOf(id, content),
  who: 'olga',
  why: 'asked for',
  at: 0,
});

const aGate = fc.option(
  fc.record({
    installedPercent: fc.constantFrom(0, 50, 100),
    maxFailed: fc.constantFrom(0, 1),
    soak: fc.nat(60).map((hours) => hour * hours),
  }),
);

const theSite: fc.Arbitrary<Partial<FleetSite>> = fc.record({
  timezone: fc.constantFrom(...zones),
  windows: someWindows,
});

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
