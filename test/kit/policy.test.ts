import test from 'ava';
import fc from 'fast-check';
import type { PatchId, SiteName } from '../../src/base/names.ts';
import type { InstallRule, PatchPolicy, Place } from '../../src/kit/manifest.ts';
import { parseManifest, readSiteSelection, writeSiteSelection } from '../../src/kit/parse-manifest.ts';
import { readPolicy, writePolicy } from '../../src/kit/read-policy.ts';
import { applyRollout, parseRollout } from '../../src/kit/rollout.ts';

test('a policy that is written reads back as the same policy', (t) => {
  fc.assert(
    fc.property(policies, (policy) => {
      const text = `id: A-1\ntitle: T\nremove: [A.cls]\npolicy: ${JSON.stringify(writePolicy(policy))}\n`;
      t.deepEqual(parseManifest('p', text).policy, policy);
      t.deepEqual(readPolicy(writePolicy(policy)), policy);
    }),
  );
});

test('a selection of sites that is written reads back as the same selection', (t) => {
  const some = fc.option(fc.uniqueArray(places), { nil: null });
  fc.assert(
    fc.property(some, some, fc.uniqueArray(places), (ringNames, sites, except) => {
      const selection = { rings: ringNames, sites, except } as unknown as ReturnType<
        typeof readSiteSelection
      >;
      t.deepEqual(readSiteSelection(writeSiteSelection(selection)), selection);
    }),
  );
});

test('a rollout changes what it says and nothing else', (t) => {
  const policy = readPolicy({
    default: 'operator',
    approvals: 2,
    rules: [
      { ring: 'uat' as never, install: 'automatic' },
      { site: 'prod-1' as SiteName, install: 'automatic' },
    ],
  });
  const rollout = parseRollout(
    'r',
    'id: A-1\npolicy:\n  rules:\n    - { site: prod-1, install: { at: "2026-11-30T02:00" } }\n',
  );
  t.is(rollout.patch, 'A-1' as PatchId);
  const changed = applyRollout(policy, rollout);
  t.like(changed, { default: { kind: 'operator' }, approvals: 2 });
  t.deepEqual(
    changed.rules.map(({ place, install }) => [place.name as string, install.kind]),
    [
      ['uat', 'automatic'],
      ['prod-1', 'scheduled'],
    ],
  );
  t.is(applyRollout(policy, parseRollout('r', 'id: A-1\npolicy: { approvals: 0 }\n')).approvals, 0);
});

test('a rollout with a mistake is refused with its place', (t) => {
  const twiceText =
    'id: A-1\npolicy:\n  rules:\n    - { site: a, install: automatic }\n    - { site: a, install: operator }\n';
  t.regex(
    t.throws(() => parseRollout('r', twiceText)).message,
    /^r:5:7 policy\.rules\[1\]: is a second rule for site a/,
  );
  t.regex(t.throws(() => parseRollout('r', 'id: A-1\n')).message, /policy: is missing/);
});

const places = fc.constantFrom('uat', 'prod', 'uat-1', 'prod-madrid');

const installRules: fc.Arbitrary<InstallRule> = fc.oneof(
  fc.constant<InstallRule>({ kind: 'automatic' }),
  fc.constant<InstallRule>({ kind: 'operator' }),
  fc.record({
    kind: fc.constant('scheduled' as const),
    at: fc.constantFrom('2026-11-30T02:00', '2028-02-29T23:59'),
    timezone: fc.constantFrom(null, 'Europe/Madrid', 'UTC'),
  }),
);

const rules = fc.uniqueArray(
  fc.record({
    place: fc.record({
      kind: fc.constantFrom('site', 'ring'),
      name: places,
    }) as unknown as fc.Arbitrary<Place>,
    install: installRules,
  }),
  { selector: ({ place }) => `${place.kind} ${place.name}` },
);

const policies: fc.Arbitrary<PatchPolicy> = fc.record({
  default: installRules,
  approvals: fc.nat(20),
  rules,
});
