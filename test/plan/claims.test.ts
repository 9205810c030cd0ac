import test from 'ava';
import { claimsToCheck } from '../../src/plan/claims.ts';
import { computePlan } from '../../src/plan/compute-plan.ts';
import { aPlanInput, aRelease, asLines, everyone, patch, siteName } from './plan-world.ts';
import { aRecall } from './what-people-said.ts';
import { aRecord } from './what-sites-hold.ts';

const asked = (wish: Parameters<typeof aPlanInput>[0]) => {
  const { desired, installed } = aPlanInput(wish);
  return claimsToCheck(desired, installed, new Map()).releases.map(({ id }) => id);
};

test('what the index alone says of a supersession neither drops a patch nor lets it in', (t) => {
  const releases = [aRelease('A'), aRelease('B', { supersedes: ['A'] }), aRelease('C', { requires: ['A'] })];
  const plan = computePlan(aPlanInput({ releases, rest: { claims: new Map() } }));
  t.deepEqual(asLines(plan), [
    'wait install A: Unreachable',
    'install B',
    'wait install C: AwaitingDependency',
  ]);
  const signed = asLines(computePlan(aPlanInput({ releases })));
  t.deepEqual(signed, ['install B', 'wait install C: AwaitingDependency']);
});

test('those are looked into whose word bears on what would go in here, also by way of others, and no others', (t) => {
  const elsewhere = { ...everyone, except: [siteName('prod-a')] };
  const releases = [
    aRelease('A'),
    aRelease('B', { supersedes: ['A'], sites: elsewhere }),
    aRelease('C', { supersedes: ['B'] }),
    aRelease('D', { sites: elsewhere }),
    aRelease('E', { supersedes: ['D'] }),
    aRelease('F'),
    aRelease('G', { supersedes: ['F'] }),
  ];
  t.deepEqual(asked({ releases, records: [aRecord('F')] }), ['C', 'B']);
  t.deepEqual(asked({ releases, records: [aRecord('A'), aRecord('F')] }), []);
  t.deepEqual(asked({ releases, records: [aRecord('A')], desired: { recalls: [aRecall('F')] } }), []);
});

test('what stands in for a requirement is looked into, though the required patch is not for this site', (t) => {
  const releases = [
    aRelease('A', { sites: { ...everyone, except: [siteName('prod-a')] } }),
    aRelease('B', { supersedes: ['A'] }),
    aRelease('C', { requires: ['A'] }),
  ];
  t.deepEqual(asked({ releases, records: [aRecord('B')] }), ['B']);
});

test('a hundred releases at most are looked into in one pass, the newest first', (t) => {
  const releases = Array.from({ length: 300 }, (_, index) =>
    aRelease(`A-${index}`, index % 2 === 0 ? {} : { supersedes: [`A-${index - 1}`] }),
  );
  const first = asked({ releases });
  t.is(first.length, 100);
  t.is(first[0], patch('A-299'));
});
