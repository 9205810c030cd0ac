import fc from 'fast-check';
import type { Approval, Hold, Recall, ReleaseEntry } from '../../src/desired/desired-state.ts';
import type { Freeze, Window } from '../../src/desired/fleet.ts';
import type { InstallRule } from '../../src/kit/manifest.ts';
import { allDays, zones } from '../policy/local-clock.ts';
import {
  aFreeze,
  aPolicy,
  aRelease,
  atRing,
  atSite,
  day,
  everyone,
  hour,
  patch,
  siteName,
} from './plan-world.ts';
import { aHold, anApproval } from './what-people-said.ts';
import { anId, ids, localText, midnight, near, someIds } from './drawn-names-and-times.ts';

export const someReleases = (now: number): fc.Arbitrary<readonly ReleaseEntry[]> =>
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

const aTime = fc.integer({ min: 4, max: 23 }).map((hours) => `${String(hours).padStart(2, '0')}:00`);

export const someWindows: fc.Arbitrary<readonly Window[]> = fc.oneof(
  fc.constant([]),
  fc.array(fc.record({ days: fc.subarray([...allDays], { minLength: 1 }), from: aTime, to: aTime }), {
    maxLength: 2,
  }),
);

export const someFreezes = (now: number): fc.Arbitrary<readonly Freeze[]> =>
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

export const someHolds = (now: number): fc.Arbitrary<readonly Hold[]> =>
  fc.array(
    fc
      .record({ patch: fc.option(anId), until: fc.option(near(now)), who: fc.constantFrom('olga', 'otto') })
      .map(({ patch: id, ...more }) => aHold(id, more)),
    { maxLength: 1 },
  );

export const someRecalls: fc.Arbitrary<readonly Recall[]> = fc.array(
  fc.record({
    patch: anId.map(patch),
    installed: fc.constantFrom('keep', 'remove'),
    who: fc.constantFrom('rita', 'rolf'),
    why: fc.constant('it loses results'),
    at: fc.nat(3),
  }),
  { maxLength: 2 },
);

export const someApprovals = (now: number): fc.Arbitrary<readonly Approval[]> =>
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

export const aGate = fc.option(
  fc.record({
    installedPercent: fc.constantFrom(0, 50, 100),
    maxFailed: fc.constantFrom(0, 1),
    soak: fc.nat(60).map((hours) => hour * hours),
  }),
);
