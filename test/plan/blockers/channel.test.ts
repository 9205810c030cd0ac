import test from 'ava';
import { computePlan } from '../../../src/plan/compute-plan.ts';
import {
  aPlanInput,
  aRelease,
  aRing,
  aSite,
  asLines,
  contentOf,
  day,
  everyone,
  hour,
  noon,
  ringName,
  siteName,
} from '../plan-world.ts';
import { aHold, aLeave, aRecall } from '../what-people-said.ts';
import { aRecord, aReport, has } from '../what-sites-hold.ts';
import { blocker, waits } from './waits.ts';

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

test('a failed patch does not stand in the way of a newer one that supersedes it', (t) => {
  const releases = [aRelease('A'), aRelease('B', { supersedes: ['A'] })];
  const plan = computePlan(aPlanInput({ releases, records: [aRecord('A', { state: 'failed' })] }));
  t.deepEqual(asLines(plan), ['install B']);
});

test('what requires a patch that is being removed waits for that', (t) => {
  const releases = [aRelease('A'), aRelease('B', { requires: ['A'] })];
  const acts = { remove: new Map([aLeave('A')]) };
  const plan = computePlan(aPlanInput({ releases, records: [aRecord('A')], acts }));
  t.deepEqual(asLines(plan), ['remove A', 'wait install B: AwaitingDependency']);
});
