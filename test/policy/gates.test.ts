import test from 'ava';
import type { ReleaseEntry } from '../../src/desired/desired-state.ts';
import type { Gate } from '../../src/desired/fleet.ts';
import type { Verdict } from '../../src/policy/blocker.ts';
import { gateVerdict } from '../../src/policy/gates.ts';
import { readStandings, silentAfter } from '../../src/policy/standing.ts';
import { readSupersession } from '../../src/policy/supersession.ts';
import type { AttemptSummary, SiteReport } from '../../src/status/status.ts';
import {
  aRelease,
  aRing,
  aSite,
  contentOf,
  day,
  everyone,
  hour,
  noon,
  patch,
  ringName,
  siteName,
} from '../plan/plan-world.ts';
import { aReport, failed, has } from '../plan/what-sites-hold.ts';

interface Question {
  readonly gate?: Partial<Gate> | null;
  readonly reports?: readonly SiteReport[];
  readonly releases?: readonly ReleaseEntry[];
  readonly recalled?: readonly string[];
  readonly now?: number;
  readonly ring?: string;
}

const A = aRelease('A');
const successor = aRelease('A2', { supersedes: ['A'] });

/** Whether A may go on to prod-a, where uat has the sites uat-1, uat-2 and uat-3. */
function ask({
  gate = {},
  reports = [],
  releases = [A],
  recalled = [],
  now = noon,
  ring = 'prod',
}: Question): Verdict {
  const site = aSite('prod-a', { ring: ringName(ring) });
  const uat = ['uat-1', 'uat-2', 'uat-3'].map((name) => aSite(name, { ring: ringName('uat') }));
  const [release = A] = releases;
  const supersession = readSupersession(releases);
  const ids = new Set(recalled.map(patch));
  return gateVerdict(now, release, {
    site,
    fleet: { rings: [aRing('uat'), aRing('prod', gate)], sites: [...uat, site], freezes: [], people: [] },
    standings: readStandings(now, reports, { releases: [release], supersession, recalled: ids }),
  });
}

const at = (...names: string[]): SiteReport[] =>
  names.map((name) => aReport(name, { installed: [has('A')] }));
const messageOf = ({ blockers }: Verdict): string => blockers.map(({ message }) => message).join(' ');

test('no gate, no waiting', (t) => {
  t.deepEqual(ask({ gate: null }), { blockers: [], changesAt: null });
});

test('the first ring waits for nobody', (t) => {
  t.deepEqual(ask({ ring: 'uat' }), { blockers: [], changesAt: null });
});

test('the gate opens when the share of the earlier ring has exactly this release', (t) => {
  t.deepEqual(ask({ reports: at('uat-1', 'uat-2', 'uat-3') }).blockers, []);
  t.deepEqual(ask({ gate: { installedPercent: 60 }, reports: at('uat-1', 'uat-2') }).blockers, []);
  t.is(ask({ gate: { installedPercent: 67 }, reports: at('uat-1', 'uat-2') }).blockers.length, 1);
});

test('who is missing is named, with what is known of them', (t) => {
  const waiting = {
    patch: patch('A'),
    action: 'install',
    reason: 'OutsideWindow',
    message: '',
    until: null,
  } as const;
  const verdict = ask({ reports: [...at('uat-1'), aReport('uat-2', { waiting: [waiting] })] });
  t.like(verdict.blockers[0], { reason: 'AwaitingRing', until: null, who: 'uat' });
  t.is(
    messageOf(verdict),
    'Ring uat goes first: 1 of 3 sites there has it, 3 are needed; missing: uat-2 (waiting, OutsideWindow), uat-3 (unknown: no signed status).',
  );
});

test('a gate that never opens, as a site before it can never have the patch, says so and what to do', (t) => {
  const waiting = {
    patch: patch('A'),
    action: 'install',
    reason: 'NotPossibleHere',
    message: 'no code runs here',
    until: null,
  } as const;
  const reports = [...at('uat-1'), aReport('uat-2', { waiting: [waiting] })];
  const words = /As things are this gate never opens: it cannot go in at uat-2\. Take such sites out/;
  t.regex(messageOf(ask({ reports })), words);
  t.notRegex(messageOf(ask({ gate: { installedPercent: 60 }, reports })), /never opens/);
});

const unknown = test.macro({
  exec: (t, report: SiteReport, why: string) => {
    const verdict = ask({ reports: [...at('uat-1', 'uat-2'), report] });
    t.is(verdict.blockers.length, 1);
    t.true(messageOf(verdict).includes(`uat-3 (${why})`), messageOf(verdict));
  },
  title: (what = '') => `${what} is never success`,
});

test(
  'another content of the same patch',
  unknown,
  aReport('uat-3', {
    installed: [{ ...has('A'), releaseDigest: contentOf('A', 'other') }],
  }),
  'has not spoken of it yet',
);
test(
  'a status from the future',
  unknown,
  aReport('uat-3', { at: noon + 1, installed: [has('A')] }),
  'unknown: its status is dated in the future, 2026-03-11 11:00 UTC',
);
test(
  'a site that has been silent for long',
  unknown,
  aReport('uat-3', { at: noon - silentAfter - 1, installed: [has('A')] }),
  'unknown: silent since 2026-03-08 10:59:59 UTC',
);
test(
  'a status that speaks of another site',
  unknown,
  { ...aReport('uat-1', { installed: [has('A')] }), site: siteName('uat-3') },
  'unknown: its status speaks of uat-1',
);
test(
  'an inconsistent site',
  unknown,
  aReport('uat-3', {
    installed: [has('A')],
    conditions: [{ type: 'Inconsistent', reason: '', message: '', since: noon }],
  }),
  'unknown: inconsistent',
);
test(
  'an installation that is younger than the status that tells of it',
  unknown,
  aReport('uat-3', { installed: [has('A', noon)] }),
  'has not spoken of it yet',
);

test('of two statuses of one site the newer counts, in whatever order they come', (t) => {
  const reports = [...at('uat-1', 'uat-2', 'uat-3'), aReport('uat-3', { at: noon - 1 })];
  t.is(ask({ reports }).blockers.length, 1);
  t.is(ask({ reports: reports.toReversed() }).blockers.length, 1);
});

test('sites that the release does not select are not waited for', (t) => {
  const release = aRelease('A', { sites: { ...everyone, except: [siteName('uat-3')] } });
  t.deepEqual(ask({ releases: [release], reports: at('uat-1', 'uat-2') }).blockers, []);
  const onlyProd = aRelease('A', { sites: { ...everyone, rings: [ringName('prod')] } });
  t.deepEqual(ask({ releases: [onlyProd] }), { blockers: [], changesAt: null });
});

test('a site that has what supersedes it counts, unless that was recalled', (t) => {
  const newer = aReport('uat-3', { installed: [{ ...has('A2'), since: noon - day }], failed: [failed('A')] });
  const question = { releases: [A, successor], reports: [...at('uat-1', 'uat-2'), newer] };
  t.deepEqual(ask(question).blockers, []);
  t.is(ask({ ...question, recalled: ['A2'] }).blockers.length, 1);
});

test('more failed sites than allowed stop it, whatever the share', (t) => {
  const reports = [...at('uat-1', 'uat-2'), aReport('uat-3', { failed: [failed('A')] })];
  const gate = { installedPercent: 50 };
  t.is(
    messageOf(ask({ gate, reports })),
    'Stopped: in ring uat it failed at 1 of 3 sites, 0 may fail: uat-3 (failed).',
  );
  t.deepEqual(ask({ gate: { ...gate, maxFailed: 1 }, reports }).blockers, []);
});

test('a site that the attempt left inconsistent has failed', (t) => {
  const attempted: AttemptSummary = {
    attempt: 1,
    action: 'install',
    patch: patch('A'),
    releaseDigest: contentOf('A'),
    outcome: 'inconsistent',
    startedAt: noon - day,
    endedAt: null,
  };
  t.regex(messageOf(ask({ reports: [aReport('uat-1', { attempted })] })), /^Stopped/);
});

test('the share must have held for the soak time, counted from the site that completed it', (t) => {
  const reports = [
    aReport('uat-1', { installed: [has('A', noon - 30 * hour)] }),
    aReport('uat-2', { installed: [has('A', noon - 20 * hour)] }),
    aReport('uat-3', { installed: [has('A', noon - 10 * hour)] }),
  ];
  const all = ask({ gate: { soak: day }, reports });
  t.like(all.blockers[0], { reason: 'AwaitingRing', until: noon + 14 * hour, who: 'uat' });
  t.is(messageOf(all), 'Ring uat has it; it has to hold there until 2026-03-12 02:00 Europe/Madrid.');
  const two = { gate: { soak: day, installedPercent: 60 }, reports };
  t.is(ask(two).blockers[0]?.until, noon + 4 * hour);
  t.is(ask({ ...two, now: noon + 4 * hour - 1 }).blockers.length, 1);
  t.deepEqual(ask({ ...two, now: noon + 4 * hour }).blockers, []);
});

test('an open gate closes when a site falls silent, and says when that would be', (t) => {
  const verdict = ask({ reports: at('uat-1', 'uat-2', 'uat-3') });
  t.is(verdict.changesAt, noon - hour + silentAfter + 1);
});

test('a site whose ring the fleet does not know waits', (t) => {
  t.like(ask({ ring: 'elsewhere' }).blockers[0], { reason: 'AwaitingRing', until: null, who: 'elsewhere' });
});
