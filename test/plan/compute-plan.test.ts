import test from 'ava';
import { computePlan } from '../../src/plan/compute-plan.ts';
import {
  aPlanInput,
  aPolicy,
  aRelease,
  asLines,
  byOperator,
  contentOf,
  everyone,
  patch,
  siteName,
} from './plan-world.ts';
import { aLeave, aRecall } from './what-people-said.ts';
import { aRecord, holding } from './what-sites-hold.ts';

test('a release that selects the site and is not there is installed', (t) => {
  const plan = computePlan(aPlanInput({ releases: [aRelease('A')] }));
  t.deepEqual(asLines(plan), ['install A']);
  t.is(plan.nextChange, null);
});

test('nothing is planned where everything is there', (t) => {
  const input = aPlanInput({ releases: [aRelease('A')], records: [aRecord('A')] });
  t.deepEqual(computePlan(input), { site: siteName('prod-a'), at: input.now, steps: [], nextChange: null });
});

test('a release for other sites is none of this site', (t) => {
  const sites = { ...everyone, except: [siteName('prod-a')] };
  t.deepEqual(asLines(computePlan(aPlanInput({ releases: [aRelease('A', { sites })] }))), []);
});

test('a requirement goes first and the others wait for it by name', (t) => {
  const releases = [aRelease('A', { requires: ['B'] }), aRelease('B')];
  const plan = computePlan(aPlanInput({ releases }));
  t.deepEqual(asLines(plan), ['install B', 'wait install A: AwaitingDependency']);
  const [, second] = plan.steps;
  t.true(second?.kind === 'wait' && second.blockers[0]?.who === 'B');
});

test('a superseded release is left out, and its successor satisfies what requires it, over any number of steps', (t) => {
  const releases = [
    aRelease('A'),
    aRelease('B', { supersedes: ['A'] }),
    aRelease('C', { supersedes: ['B'] }),
    aRelease('D', { requires: ['A'] }),
  ];
  t.deepEqual(asLines(computePlan(aPlanInput({ releases }))), [
    'install C',
    'wait install D: AwaitingDependency',
  ]);
  t.deepEqual(asLines(computePlan(aPlanInput({ releases, records: [aRecord('C')] }))), ['install D']);
});

test('an installed release stays when it is superseded, recalled to be kept, or not named any more', (t) => {
  const releases = [aRelease('A'), aRelease('B', { supersedes: ['A'] }), aRelease('K')];
  const records = [aRecord('A'), aRecord('B'), aRecord('K'), aRecord('GONE')];
  const input = aPlanInput({ releases, records, desired: { releases, recalls: [aRecall('K')] } });
  t.deepEqual(asLines(computePlan(input)), []);
});

test('a recalled release is not installed, and what requires it waits', (t) => {
  const releases = [aRelease('A'), aRelease('B', { requires: ['A'] })];
  const desired = { releases, recalls: [aRecall('A')] };
  t.deepEqual(asLines(computePlan(aPlanInput({ desired }))), ['wait install B: RequiresRecalled']);
  t.deepEqual(asLines(computePlan(aPlanInput({ desired, records: [aRecord('A')] }))), [
    'wait install B: RequiresRecalled',
  ]);
});

test('a release comes back when what supersedes it is recalled', (t) => {
  const releases = [aRelease('A'), aRelease('B', { supersedes: ['A'] })];
  t.deepEqual(asLines(computePlan(aPlanInput({ desired: { releases, recalls: [aRecall('B')] } }))), [
    'install A',
  ]);
});

test('a recall that removes is a removal with its reason', (t) => {
  const releases = [aRelease('A')];
  const desired = { releases, recalls: [aRecall('A', 'remove')] };
  const plan = computePlan(aPlanInput({ desired, records: [aRecord('A')] }));
  t.deepEqual(asLines(plan), ['remove A']);
  const [step] = plan.steps;
  t.true(step?.kind === 'remove' && step.trigger.kind === 'recall' && step.trigger.who === 'rita');
});

test('an operator removes, also what the channel names no longer', (t) => {
  const input = aPlanInput({ records: [aRecord('A')], acts: { remove: new Map([aLeave('A')]) } });
  t.deepEqual(asLines(computePlan(input)), ['remove A']);
});

test('a leave to remove another content removes nothing', (t) => {
  const remove = new Map([aLeave('A', { releaseDigest: contentOf('A', 'other') })]);
  t.deepEqual(asLines(computePlan(aPlanInput({ records: [aRecord('A')], acts: { remove } }))), []);
});

test('a removal offers the whole chain of what requires or overwrote the patch, the last first', (t) => {
  const releases = [aRelease('A'), aRelease('B', { requires: ['A'] }), aRelease('C'), aRelease('X')];
  const records = [
    aRecord('A', { order: 1 }),
    aRecord('B', { order: 2, documents: holding('^LabConfig("in")') }),
    aRecord('C', { order: 3, documents: holding('^LabConfig') }),
    aRecord('X', { order: 4, documents: holding('Lab.Other.cls') }),
  ];
  const plan = computePlan(aPlanInput({ releases, records, acts: { remove: new Map([aLeave('A')]) } }));
  t.deepEqual(asLines(plan), [
    'wait remove C: AwaitingOperator',
    'wait remove B: AwaitingDependency AwaitingOperator',
    'wait remove A: AwaitingDependency',
  ]);
  const last = plan.steps[2];
  t.regex(last?.kind === 'wait' ? (last.blockers[0]?.message ?? '') : '', /in this order: C, B\./);
});

test('an earlier patch that touched the same document does not stand in the way', (t) => {
  const records = [
    aRecord('A', { order: 1, documents: holding('Lab.cls') }),
    aRecord('B', { order: 2, documents: holding('Lab.cls') }),
  ];
  const input = aPlanInput({ records, acts: { remove: new Map([aLeave('B')]) } });
  t.deepEqual(asLines(computePlan(input)), ['remove B']);
});

test('a patch that was removed comes back only by the operator', (t) => {
  const wish = { releases: [aRelease('A')], records: [aRecord('A', { state: 'removed' as const })] };
  t.deepEqual(asLines(computePlan(aPlanInput(wish))), ['wait install A: AwaitingOperator']);
  const acts = { installNow: new Map([aLeave('A')]) };
  t.deepEqual(asLines(computePlan(aPlanInput({ ...wish, acts }))), ['install A']);
});

test('releases that require each other wait with the way round, and everything else goes on', (t) => {
  const releases = [
    aRelease('A', { requires: ['B'] }),
    aRelease('B', { requires: ['C'] }),
    aRelease('C', { requires: ['A'] }),
    aRelease('D', { policy: aPolicy(byOperator) }),
    aRelease('E', { requires: ['E'] }),
    aRelease('F'),
  ];
  const plan = computePlan(aPlanInput({ releases }));
  t.deepEqual([...asLines(plan)].sort(), [
    'install F',
    'wait install A: AwaitingDependency',
    'wait install B: AwaitingDependency',
    'wait install C: AwaitingDependency',
    'wait install D: AwaitingOperator',
    'wait install E: AwaitingDependency',
  ]);
  const first = plan.steps.find(({ release }) => release.id === patch('A'));
  t.regex(first?.kind === 'wait' ? (first.blockers[0]?.message ?? '') : '', /A → B → C → A/);
});

test('a release stays superseded by way of one that was recalled or is not for this site', (t) => {
  const elsewhere = { ...everyone, except: [siteName('prod-a')] };
  const chain = (sites: typeof everyone) => [
    aRelease('A'),
    aRelease('B', { supersedes: ['A'], sites }),
    aRelease('C', { supersedes: ['B'] }),
  ];
  t.deepEqual(asLines(computePlan(aPlanInput({ releases: chain(elsewhere) }))), ['install C']);
  const desired = { releases: chain(everyone), recalls: [aRecall('B')] };
  t.deepEqual(asLines(computePlan(aPlanInput({ desired }))), ['install C']);
});

test('ten thousand releases that require, or supersede, one another, in a row or in a circle, find a plan', (t) => {
  const count = 10_000;
  const name = (index: number): string => `LAB-${(index + count) % count}`;
  const all = (wish: (index: number) => Parameters<typeof aRelease>[1]) =>
    Array.from({ length: count }, (_, index) => aRelease(name(index), wish(index)));
  const row = all((index) => (index === 0 ? {} : { requires: [name(index - 1)] }));
  const backwards = all((index) => (index === count - 1 ? {} : { requires: [name(index + 1)] }));
  const circle = all((index) => ({ requires: [name(index - 1)] }));
  const successors = all((index) => (index === 0 ? {} : { supersedes: [name(index - 1)] }));
  const planOf = (releases: ReturnType<typeof all>) => computePlan(aPlanInput({ releases })).steps;
  t.deepEqual([planOf(row)[0]?.release.id, planOf(row)[1]?.kind], [patch('LAB-0'), 'wait']);
  t.is(planOf(backwards)[0]?.release.id, patch('LAB-9999'));
  t.true(planOf(circle).every(({ kind }) => kind === 'wait'));
  t.deepEqual(
    planOf(successors).map(({ release }) => release.id),
    [patch('LAB-9999')],
  );
});
