import test from 'ava';
import { computePlan } from '../../../src/plan/compute-plan.ts';
import type { Wish } from '../plan-world.ts';
import {
  aFreeze,
  aPlanInput,
  aRing,
  aSite,
  asLines,
  automatic,
  byOperator,
  contentOf,
  day,
  hour,
  minute,
  nightly,
  noon,
  patch,
  ringName,
  scheduled,
} from '../plan-world.ts';
import { aHold, aLeave } from '../what-people-said.ts';
import { aRecord } from '../what-sites-hold.ts';
import { blocker, waits, withPolicy } from './waits.ts';

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

test('the blocker that ends last comes first', (t) => {
  const plan = computePlan(
    aPlanInput({
      desired: { releases: withPolicy(scheduled('2026-03-12T12:00')), holds: [aHold('A')] },
      site: { windows: [nightly] },
    }),
  );
  t.deepEqual(asLines(plan), ['wait install A: OnHold NotYet OutsideWindow']);
  t.is(plan.nextChange, null, 'no time ends the hold');
});

test('an operator may start earlier than a schedule', (t) => {
  const releases = withPolicy(scheduled('2026-03-12T12:00'));
  const leave = aLeave('A')[1];
  const linesWith = (acts: Wish['acts']): readonly string[] =>
    asLines(computePlan(aPlanInput({ releases, ...(acts && { acts }) })));
  t.deepEqual(linesWith({ installNow: new Map([aLeave('A')]) }), ['install A']);
  t.deepEqual(linesWith({ installAt: new Map([[patch('A'), { ...leave, from: noon }]]) }), ['install A']);
});

test('who asks for a new try gives the leave that an operator has to give, and overtakes no schedule', (t) => {
  const retries = new Map([aLeave('A')]);
  const linesWith = (rule: Parameters<typeof withPolicy>[0]): readonly string[] =>
    asLines(computePlan(aPlanInput({ releases: withPolicy(rule), acts: { retries } })));
  t.deepEqual(linesWith(byOperator), ['install A']);
  t.deepEqual(linesWith(scheduled('2026-03-12T12:00')), ['wait install A: NotYet']);
});

for (const [rule, policy] of [
  ['comes by itself', automatic],
  ['is scheduled for an earlier date', scheduled('2026-03-11T11:00')],
  ['is scheduled for a date to come', scheduled('2026-03-12T12:00')],
] as const) {
  test(`a patch that ${rule} is not installed before the time that an operator gave`, (t) => {
    const releases = withPolicy(policy);
    const installAt = new Map([[patch('A'), { ...aLeave('A')[1], from: noon + 9 * day }]]);
    const plan = computePlan(aPlanInput({ releases, acts: { installAt } }));
    t.deepEqual(asLines(plan), ['wait install A: NotYet']);
    t.is(plan.nextChange, noon + 9 * day);
    t.deepEqual(asLines(computePlan(aPlanInput({ now: noon + 9 * day, releases, acts: { installAt } }))), [
      'install A',
    ]);
  });
}

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

test('a patch that failed waits for one act: the retry, which is the leave to install it too', (t) => {
  const failed = aRecord('A', { state: 'failed', why: 'no room' });
  const plan = computePlan(aPlanInput({ releases: withPolicy(byOperator), records: [failed] }));
  t.deepEqual(asLines(plan), ['wait install A: Failed']);
});

test('a leave for another content is no leave', (t) => {
  const installNow = new Map([aLeave('A', { releaseDigest: contentOf('A', 'other') })]);
  const plan = computePlan(aPlanInput({ releases: withPolicy(byOperator), acts: { installNow } }));
  t.deepEqual(asLines(plan), ['wait install A: AwaitingOperator']);
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
