import fc from 'fast-check';
import type { PatchId } from '../../src/base/names.ts';
import type { Terms } from '../../src/desired/terms.ts';
import { signTerms, termsPath } from '../../src/desired/terms.ts';
import { writeTerms } from '../../src/desired/terms-file.ts';
import type { SiteName } from '../../src/base/names.ts';
import type { TestRelease } from '../worlds/a-release.ts';
import { testSigner } from '../worlds/a-release.ts';
import { aKit, aRule, first, second, someWindows } from './preview-wishes.ts';

const hour = 60 * 60_000;
const aPatch = fc.constantFrom(first, first, second);
const aSite = fc.constantFrom('uat-a', 'prod-a', 'prod-b');

/** What a pull request without a patch proposes. */
const aChange = fc.oneof(
  fc.record({
    kind: fc.constant('recall' as const),
    patch: aPatch,
    installed: fc.constantFrom('remove', 'remove', 'keep'),
  }),
  fc.record({
    kind: fc.constant('hold' as const),
    patch: fc.constantFrom(second, null),
    site: aSite,
    lasts: fc.constantFrom(null, 30 * hour),
  }),
  fc.record({ kind: fc.constant('approval' as const), place: fc.constantFrom('prod', 'prod-a', 'uat') }),
  fc.record({
    kind: fc.constant('rollout' as const),
    rule: aRule,
    siteRule: fc.option(aRule),
    approvals: fc.constantFrom(0, 1),
  }),
  fc.record({
    kind: fc.constant('fleet' as const),
    windows: someWindows,
    frozen: fc.boolean(),
    moved: fc.boolean(),
    gated: fc.boolean(),
    timezone: fc.constantFrom('Europe/Madrid', 'UTC'),
  }),
);
export type Change = typeof aChange extends fc.Arbitrary<infer T> ? T : never;

/** Two released patches, and a change of policy, where the channel may have another one already; `back`: it is published, and taking it back is proposed. */
export const policyWorlds = fc.record({
  old: aKit,
  kit: aKit,
  rule: aRule,
  requires: fc.boolean(),
  supersedes: fc.boolean(),
  approvals: fc.constantFrom(0, 0, 1),
  windows: someWindows,
  gate: fc.option(
    fc.record({ installed: fc.constantFrom('100%', '50%'), soak: fc.constantFrom('1h', '36h') }),
  ),
  edited: fc.option(fc.constantFrom('Lab.A.cls', 'Lab.B.cls')),
  waits: fc.constantFrom(2 * hour, 13 * hour, 48 * hour),
  change: aChange,
  already: fc.option(aChange),
  back: fc.constantFrom(false, false, true),
});
export type PolicyWish = typeof policyWorlds extends fc.Arbitrary<infer T> ? T : never;

/** fleet.yaml under these changes; of two of it the last counts. */
export function fleetOf(
  { windows, gate }: Pick<PolicyWish, 'windows' | 'gate'>,
  changes: readonly (Change | null)[],
) {
  const change = changes.findLast((one) => one?.kind === 'fleet');
  const isFleet = change?.kind === 'fleet';
  const own = isFleet ? change.windows : windows;
  const ringOf = (name: string): string =>
    isFleet && change.moved && name === 'prod-b' ? 'uat' : (name.split('-')[0] ?? '');
  const isGated = gate !== null && !(isFleet && !change.gated);
  return {
    rings: [
      { name: 'uat', title: 'Acceptance' },
      { name: 'prod', title: 'Production', ...(isGated ? { gate } : {}) },
    ],
    sites: ['uat-a', 'prod-a', 'prod-b'].map((name) => ({
      ...{ name, title: name, ring: ringOf(name) },
      timezone: isFleet && name === 'prod-a' ? change.timezone : 'America/New_York',
      ...(own === undefined || name === 'uat-a' ? {} : { windows: own }),
    })),
    freezes:
      isFleet && change.frozen
        ? [{ from: '2026-03-26T20:00', until: '2026-03-29T00:00', reason: 'End of quarter' }]
        : [],
  };
}

/** The files of a change that is not of fleet.yaml. */
export function filesOf(
  change: Change,
  releases: readonly TestRelease[],
  at: number,
): ReadonlyMap<string, string> {
  const digestOf = (patch: PatchId) => {
    const release = releases.find(({ entry }) => entry.id === patch);
    if (release === undefined) throw new Error(`no release ${patch}`);
    return release.entry.digest;
  };
  const said = { why: 'the test says so', at };
  switch (change.kind) {
    case 'recall': {
      const { patch } = change;
      const installed = change.installed === 'keep' ? 'keep' : 'remove';
      const terms = { ...said, kind: 'recall', patch, releaseDigest: digestOf(patch), installed } as const;
      return signed({ ...terms, who: 'ben' });
    }
    case 'hold': {
      const { patch, lasts } = change;
      const releaseDigest = patch === null ? null : digestOf(patch);
      const until = lasts === null ? null : at + lasts;
      const site = change.site as SiteName;
      return signed({ ...said, kind: 'hold', site, patch, releaseDigest, until, who: 'ben' });
    }
    case 'approval': {
      const isSite = change.place.includes('-');
      const place = { kind: isSite ? 'site' : 'ring', name: change.place } as Extract<
        Terms,
        { kind: 'approval' }
      >['place'];
      const about = { patch: second, releaseDigest: digestOf(second), expiresAt: null, place };
      return signed({ ...said, ...about, kind: 'approval', who: 'rita' });
    }
    case 'rollout': {
      const { rule, siteRule, approvals } = change;
      const rules = siteRule === null ? [] : [{ site: 'prod-a', install: siteRule }];
      const text = JSON.stringify({ id: second, policy: { default: rule, approvals, rules } });
      return new Map([[`rollouts/${second}.yaml`, text]]);
    }
    case 'fleet':
      return new Map();
  }
}

function signed(terms: Terms): ReadonlyMap<string, string> {
  return new Map([[termsPath(terms), writeTerms(signTerms(terms, testSigner(terms.who)))]]);
}
