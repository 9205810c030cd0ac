import fc from 'fast-check';
import type { ObjectId } from '../../src/base/names.ts';
import type { PatchRecord } from '../../src/installed/installed-state.ts';
import type { OperatorActs } from '../../src/plan/plan-input.ts';
import type { SiteReport } from '../../src/status/status.ts';
import { contentOf, hour, patch } from './plan-world.ts';
import { aRecord, aReport, failed, has, holding } from './what-sites-hold.ts';
import type { ids } from './drawn-names-and-times.ts';
import { anId, near, someIds } from './drawn-names-and-times.ts';
import { someApprovals, someHolds } from './channel-arbitraries.ts';

export const someRecords = (now: number): fc.Arbitrary<readonly PatchRecord[]> =>
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

export const someReports = (now: number): fc.Arbitrary<readonly SiteReport[]> =>
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

export const someActs = (now: number): fc.Arbitrary<Partial<OperatorActs>> => {
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
