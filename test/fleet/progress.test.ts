import test from 'ava';
import type { ProgressInput } from '../../src/fleet/progress.ts';
import { computeProgress } from '../../src/fleet/progress.ts';
import { aRelease, aRing, aSite, everyone, noon, patch, ringName } from '../plan/plan-world.ts';
import { aRecall } from '../plan/what-people-said.ts';
import { aReport, failed, has } from '../plan/what-sites-hold.ts';

const fleet = {
  rings: [aRing('uat'), aRing('early', { maxFailed: 1 }), aRing('prod', { maxFailed: 0 })],
  sites: [
    ...['uat-3', 'uat-1', 'uat-4', 'uat-2'].map((name) => aSite(name, { ring: ringName('uat') })),
    aSite('early-1', { ring: ringName('early') }),
    aSite('prod-1'),
  ],
  freezes: [],
  people: [],
};

const frozen = {
  patch: patch('A'),
  action: 'install',
  reason: 'Frozen',
  message: 'Frozen.',
  until: null,
} as const;

const progressOf = (more: Partial<ProgressInput>) =>
  computeProgress({ now: noon, fleet, releases: [aRelease('A')], recalls: [], reports: [], ...more });

test('each ring counts its sites by what they signed, and waiting ones by what they wait for', (t) => {
  const reports = [
    aReport('uat-1', { installed: [has('A')] }),
    aReport('uat-2', { failed: [failed('A')] }),
    aReport('uat-3', { waiting: [frozen] }),
    aReport('early-1'),
    aReport('prod-1', { at: noon + 1, installed: [has('A')] }),
  ];
  const [progress] = progressOf({ reports });
  t.deepEqual(
    progress?.rings.map(({ ring, counts, waitingFor }) => [ring, counts, [...waitingFor]]),
    [
      [ringName('uat'), { installed: 1, failed: 1, waiting: 1, unknown: 1 }, [['Frozen', 1]]],
      [ringName('early'), { installed: 0, failed: 0, waiting: 1, unknown: 0 }, [['NotSeen', 1]]],
      [ringName('prod'), { installed: 0, failed: 0, waiting: 0, unknown: 1 }, []],
    ],
  );
  t.deepEqual(
    progress?.rings[0]?.sites.map(({ site, standing }) => `${site} ${standing.kind}`),
    ['uat-1 installed', 'uat-2 failed', 'uat-3 waiting', 'uat-4 unknown'],
  );
});

test('a ring is halted when more sites of an earlier ring failed than its gate allows', (t) => {
  const reports = [aReport('uat-1', { failed: [failed('A')] })];
  t.deepEqual(progressOf({ reports })[0]?.halted, [ringName('prod')]);
  const more = [...reports, aReport('uat-2', { failed: [failed('A')] })];
  t.deepEqual(progressOf({ reports: more })[0]?.halted, [ringName('early'), ringName('prod')]);
  t.deepEqual(progressOf({})[0]?.halted, []);
});

test('releases come in the order of release, rings without a selected site are left out, recalls are told', (t) => {
  const releases = [aRelease('A'), aRelease('B', { sites: { ...everyone, rings: [ringName('prod')] } })];
  const progress = progressOf({ releases: releases.toReversed(), recalls: [aRecall('B')] });
  t.deepEqual(
    progress.map(({ release, rings, recall }) => [release.id, rings.length, recall?.who ?? null]),
    [
      [patch('A'), 3, null],
      [patch('B'), 1, 'rita'],
    ],
  );
});

test('what supersedes a release counts for it', (t) => {
  const releases = [aRelease('A'), aRelease('B', { supersedes: ['A'] })];
  const reports = [aReport('uat-1', { installed: [has('B')] })];
  t.is(progressOf({ releases, reports })[0]?.rings[0]?.counts.installed, 1);
});
