import test from 'ava';
import { computePlan } from '../../../src/plan/compute-plan.ts';
import {
  aPlanInput,
  aRelease,
  asLines,
  byOperator,
  contentOf,
  hour,
  nightly,
  noon,
  patch,
  siteName,
} from '../plan-world.ts';
import { aHold, aLeave, aRecall } from '../what-people-said.ts';
import { aRecord } from '../what-sites-hold.ts';
import { blocker, waits, withPolicy } from './waits.ts';

test(
  'a mirror member',
  waits,
  { facts: { primary: false } },
  blocker(
    'NotPrimary',
    'The target /srv/lab is a mirror member that must not be written; its primary is patched instead.',
  ),
);

test(
  'an inconsistent site',
  waits,
  {
    installed: {
      inconsistent: {
        patch: patch('B'),
        attempt: 7,
        why: 'the vault is gone',
        since: noon - hour,
        documents: [],
      },
    },
  },
  blocker(
    'Inconsistent',
    'Attempt 7 of B left this site inconsistent at 2026-03-11 11:00 Europe/Madrid, and nothing runs until an operator has settled it: the vault is gone',
    { who: 'operator' },
  ),
);

test(
  'a remembered failure',
  waits,
  { records: [aRecord('A', { state: 'failed', since: noon - hour, why: 'verification failed' })] },
  blocker(
    'Failed',
    'It failed here at 2026-03-11 11:00 Europe/Madrid and is tried again only when an operator here says so; a newer release is free to start: verification failed',
    { who: 'operator' },
  ),
);

test(
  'an attempt that was cut short twice',
  waits,
  { records: [aRecord('A', { state: 'interrupted', since: noon - hour, why: 'killed', interruptions: 2 })] },
  blocker(
    'Failed',
    'It was cut short 2 times, the last time at 2026-03-11 11:00 Europe/Madrid, and is tried again only when an operator here says so; a newer release is free to start: killed',
    { who: 'operator' },
  ),
);

test(
  'another content under an id that is installed',
  waits,
  { records: [aRecord('A', { releaseDigest: contentOf('A', 'old') })] },
  blocker(
    'NotPossibleHere',
    `The channel names A with another content than this site already knows (installed as ${contentOf('A', 'old').slice(0, 12)}, now ${contentOf('A').slice(0, 12)}); what a release is never changes, so a change needs a new id.`,
    { who: 'publisher' },
  ),
);

test(
  'a target of another site',
  waits,
  { installed: { owner: siteName('prod-b') } },
  blocker('NotPossibleHere', 'The target /srv/lab belongs to site prod-b, not to prod-a.', {
    who: 'operator',
  }),
);

const obstacle = blocker('NotPossibleHere', 'This engine runs no code of a patch.');

test('what only the kit tells', waits, { rest: { obstacles: new Map([[patch('A'), obstacle]]) } }, obstacle);

test('an attempt that is not settled stands against everything', (t) => {
  const open = {
    ...{ attempt: 7, action: 'install' as const, patch: patch('B'), releaseDigest: contentOf('B') },
    ...{ documents: [], proofBefore: contentOf('') },
  };
  const plan = computePlan(aPlanInput({ releases: [aRelease('A')], installed: { open } }));
  t.deepEqual(asLines(plan), ['wait install A: Inconsistent']);
});

test('an attempt that was cut short once starts again under the leave that it had', (t) => {
  const records = [aRecord('A', { state: 'interrupted', interruptions: 1 })];
  const [step] = computePlan(aPlanInput({ releases: withPolicy(byOperator), records })).steps;
  t.true(step?.kind === 'install' && step.trigger.kind === 'second-try');
  const frozen = aPlanInput({ releases: withPolicy(byOperator), records, acts: { holds: [aHold('A')] } });
  t.deepEqual(asLines(computePlan(frozen)), ['wait install A: OnHold']);
});

test('a removal waits for the site as an install does', (t) => {
  const wish = { records: [aRecord('A')], acts: { remove: new Map([aLeave('A')]), holds: [aHold('A')] } };
  const plan = computePlan(aPlanInput({ ...wish, site: { windows: [nightly] } }));
  t.deepEqual(asLines(plan), ['wait remove A: OnHold OutsideWindow']);
});

test('a recall whose removal failed is not tried again by itself, one that was cut short once is', (t) => {
  const withFailed = (interruptions: number) =>
    aPlanInput({
      records: [aRecord('A', { failedRemoval: { since: noon - hour, why: 'disk full', interruptions } })],
      desired: { recalls: [aRecall('A', 'remove')] },
    });
  t.deepEqual(asLines(computePlan(withFailed(0))), ['wait remove A: Failed']);
  t.deepEqual(asLines(computePlan(withFailed(2))), ['wait remove A: Failed']);
  const [step] = computePlan(withFailed(1)).steps;
  t.true(step?.kind === 'remove' && step.trigger.kind === 'second-try');
  const byHand = { ...withFailed(0), acts: { ...withFailed(0).acts, remove: new Map([aLeave('A')]) } };
  t.deepEqual(asLines(computePlan(byHand)), ['remove A']);
});
