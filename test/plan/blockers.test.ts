import test from 'ava';
import { computePlan } from '../../src/plan/compute-plan.ts';
import type { Blocker } from '../../src/plan/plan.ts';
import type { Wish } from './plan-world.ts';
import {
  aFreeze,
  aHold,
  aLeave,
  aPlanInput,
  aPolicy,
  aRecall,
  aRecord,
  aRelease,
  aReport,
  aRing,
  aSite,
  asLines,
  automatic,
  byOperator,
  contentOf,
  day,
  everyone,
  has,
  hour,
  minute,
  nightly,
  noon,
  patch,
  ringName,
  scheduled,
  siteName,
} from './plan-world.ts';

/** One release, A, against which one thing stands. */
const waits = test.macro({
  exec: (t, wish: Wish, expected: Blocker) => {
    const plan = computePlan(aPlanInput({ releases: [aRelease('A')], ...wish }));
    t.is(plan.steps.length, 1);
    const [step] = plan.steps;
    t.deepEqual(step?.kind === 'wait' ? step.blockers : [], [expected]);
  },
  title: (what = '') => `${what} makes a patch wait, and the message says why`,
});

const blocker = (reason: Blocker['reason'], message: string, more: Partial<Blocker> = {}): Blocker => ({
  reason,
  message,
  until: null,
  who: null,
  ...more,
});

const withPolicy = (...policy: Parameters<typeof aPolicy>) => [aRelease('A', { policy: aPolicy(...policy) })];

test(
  'a closed window',
  waits,
  { site: { windows: [nightly] } },
  blocker(
    'OutsideWindow',
    "Outside the site's windows, which hold for its operators too; the next one opens at 2026-03-11 22:00 Europe/Madrid.",
    { until: noon + 10 * hour },
  ),
);

test(
  'a freeze',
  waits,
  { fleet: { freezes: [aFreeze('2026-03-11T00:00', '2026-03-12T00:00')] } },
  blocker(
    'Frozen',
    'Nothing is installed or removed here until 2026-03-12 00:00 Europe/Madrid: Year end closing',
    { until: noon + 12 * hour },
  ),
);

test(
  'a schedule',
  waits,
  { releases: withPolicy(scheduled('2026-03-12T12:00')) },
  blocker('NotYet', 'Scheduled for 2026-03-12 12:00 Europe/Madrid.', { until: noon + day }),
);

test(
  "an operator's date",
  waits,
  {
    releases: withPolicy(byOperator),
    acts: { installAt: new Map([[patch('A'), { ...aLeave('A')[1], from: noon + hour }]]) },
  },
  blocker('NotYet', 'Scheduled for 2026-03-11 13:00 Europe/Madrid.', { until: noon + hour }),
);

test(
  'a patch for the operator',
  waits,
  { releases: withPolicy(byOperator) },
  blocker('AwaitingOperator', 'Waits until an operator at this site says when to install it.', {
    who: 'operator',
  }),
);

test(
  'a missing approval',
  waits,
  { releases: withPolicy(automatic, { approvals: 2 }) },
  blocker('AwaitingApproval', 'Waits for 2 more approvals of 2; nobody has approved it yet.', {
    who: 'approver',
  }),
);

test(
  'an unknown requirement',
  waits,
  { releases: [aRelease('A', { requires: ['GHOST'] })] },
  blocker(
    'AwaitingDependency',
    'Requires a patch that is not there: GHOST is not in the channel; either it was never released or its name is wrong.',
    { who: 'GHOST' },
  ),
);

test(
  'a requirement that is not for this site',
  waits,
  {
    releases: [
      aRelease('OTHER', { sites: { ...everyone, except: [siteName('prod-a')] } }),
      aRelease('A', { requires: ['OTHER'] }),
    ],
  },
  blocker('AwaitingDependency', 'Requires a patch that is not there: OTHER is not meant for this site.', {
    who: 'OTHER',
  }),
);

test(
  'a requirement that is here with another content',
  waits,
  {
    releases: [
      aRelease('OTHER', { sites: { ...everyone, rings: [] } }),
      aRelease('A', { requires: ['OTHER'] }),
    ],
    records: [aRecord('OTHER', { releaseDigest: contentOf('OTHER', 'old') })],
  },
  blocker(
    'AwaitingDependency',
    'Requires a patch that is not there: OTHER is installed here with another content than the channel names.',
    { who: 'OTHER' },
  ),
);

test(
  'a patch that requires what it supersedes',
  waits,
  { releases: [aRelease('OLD'), aRelease('A', { requires: ['OLD'], supersedes: ['OLD'] })] },
  blocker('AwaitingDependency', 'Requires a patch that is not there: OLD is superseded by this very patch.', {
    who: 'OLD',
  }),
);

test(
  'an earlier ring',
  waits,
  {
    fleet: {
      rings: [aRing('uat'), aRing('prod', { soak: 3 * day })],
      sites: [aSite('uat-1', { ring: ringName('uat') }), aSite()],
    },
    rest: { reports: [aReport('uat-1', { installed: [has('A')] })] },
  },
  blocker('AwaitingRing', 'Ring uat has it; it has to hold there until 2026-03-12 12:00 Europe/Madrid.', {
    until: noon + day,
    who: 'uat',
  }),
);

test(
  'a hold',
  waits,
  { acts: { holds: [aHold('A')] } },
  blocker('OnHold', 'On hold here by olga until olga or another operator resumes it: the ward is busy', {
    who: 'olga',
  }),
);

test(
  'a suspension of the site',
  waits,
  { acts: { suspended: { who: 'olga', why: 'the ward is busy', at: noon } } },
  blocker(
    'Suspended',
    'This site is suspended by olga until olga or another operator resumes it: the ward is busy',
    { who: 'olga' },
  ),
);

test(
  'a signed suspension with an end',
  waits,
  { desired: { releases: [aRelease('A')], holds: [aHold(null, { until: noon + hour })] } },
  blocker(
    'Suspended',
    'This site is suspended by olga until 2026-03-11 13:00 Europe/Madrid: the ward is busy',
    {
      until: noon + hour,
      who: 'olga',
    },
  ),
);

test(
  'a recalled requirement',
  waits,
  {
    desired: { releases: [aRelease('OLD'), aRelease('A', { requires: ['OLD'] })], recalls: [aRecall('OLD')] },
  },
  blocker('RequiresRecalled', 'Requires OLD, which rita has recalled: it loses results', { who: 'OLD' }),
);

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
  'too little time before the window ends',
  waits,
  { site: { windows: [{ ...nightly, from: '11:00', to: '12:05' }] } },
  blocker(
    'NoHeadroom',
    'Installing and, if need be, rolling back usually takes 10 minutes, and there is less time left until 2026-03-11 12:05 Europe/Madrid; the next chance is at 2026-03-12 11:00 Europe/Madrid.',
    { until: noon + 23 * hour },
  ),
);

test(
  'a clock that disagrees, where the start is by time,',
  waits,
  { releases: withPolicy(scheduled('2026-03-11T11:00')), facts: { clock: noon - 6 * minute } },
  blocker(
    'ClockDisagrees',
    "The server's clock is more than five minutes behind this machine's, so nothing starts by time until they agree.",
    { who: 'operator' },
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

test('the blocker that ends last comes first', (t) => {
  const plan = computePlan(
    aPlanInput({
      desired: { releases: withPolicy(scheduled('2026-03-12T12:00')), holds: [aHold('A')] },
      site: { windows: [nightly] },
    }),
  );
  t.deepEqual(asLines(plan), ['wait install A: OnHold NotYet OutsideWindow']);
  t.is(plan.nextChange, noon + 10 * hour);
});

test('an operator may start earlier than a schedule and later than none', (t) => {
  const releases = withPolicy(scheduled('2026-03-12T12:00'));
  const leave = aLeave('A')[1];
  const linesWith = (acts: Wish['acts']): readonly string[] =>
    asLines(computePlan(aPlanInput({ releases, ...(acts && { acts }) })));
  t.deepEqual(linesWith({ installNow: new Map([aLeave('A')]) }), ['install A']);
  t.deepEqual(linesWith({ installAt: new Map([[patch('A'), { ...leave, from: noon }]]) }), ['install A']);
  const later = computePlan(
    aPlanInput({
      releases,
      acts: { installAt: new Map([[patch('A'), { ...leave, from: noon + 9 * day }]]) },
    }),
  );
  t.is(later.nextChange, noon + day);
});

test("an operator's leave opens no window, no freeze, no gate, and gives no approval", (t) => {
  const plan = computePlan(
    aPlanInput({
      releases: withPolicy(byOperator, { approvals: 1 }),
      site: { windows: [nightly] },
      fleet: {
        rings: [aRing('uat'), aRing('prod', {})],
        sites: [aSite('uat-1', { ring: ringName('uat') })],
        freezes: [aFreeze('2026-03-11T00:00', '2026-03-12T00:00')],
      },
      acts: { installNow: new Map([aLeave('A')]) },
    }),
  );
  t.deepEqual(asLines(plan), ['wait install A: AwaitingApproval AwaitingRing Frozen OutsideWindow']);
});

test('a leave for another content is no leave', (t) => {
  const installNow = new Map([aLeave('A', { releaseDigest: contentOf('A', 'other') })]);
  const plan = computePlan(aPlanInput({ releases: withPolicy(byOperator), acts: { installNow } }));
  t.deepEqual(asLines(plan), ['wait install A: AwaitingOperator']);
});

test('an attempt that was cut short once starts again under the leave that it had', (t) => {
  const records = [aRecord('A', { state: 'interrupted', interruptions: 1 })];
  const [step] = computePlan(aPlanInput({ releases: withPolicy(byOperator), records })).steps;
  t.true(step?.kind === 'install' && step.trigger.kind === 'second-try');
  const frozen = aPlanInput({ releases: withPolicy(byOperator), records, acts: { holds: [aHold('A')] } });
  t.deepEqual(asLines(computePlan(frozen)), ['wait install A: OnHold']);
});

test('an install that the operator set off names that operator', (t) => {
  const acts = { installNow: new Map([aLeave('A')]) };
  const [step] = computePlan(aPlanInput({ releases: withPolicy(byOperator), acts })).steps;
  t.deepEqual(step?.kind === 'install' ? step.trigger : null, {
    kind: 'operator',
    who: 'olga',
    why: 'asked for',
  });
});

test('a failed patch does not stand in the way of a newer one that supersedes it', (t) => {
  const releases = [aRelease('A'), aRelease('B', { supersedes: ['A'] })];
  const plan = computePlan(aPlanInput({ releases, records: [aRecord('A', { state: 'failed' })] }));
  t.deepEqual(asLines(plan), ['install B']);
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

test('what requires a patch that is being removed waits for that', (t) => {
  const releases = [aRelease('A'), aRelease('B', { requires: ['A'] })];
  const acts = { remove: new Map([aLeave('A')]) };
  const plan = computePlan(aPlanInput({ releases, records: [aRecord('A')], acts }));
  t.deepEqual(asLines(plan), ['remove A', 'wait install B: AwaitingDependency']);
});
