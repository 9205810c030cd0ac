import test from 'ava';
import type { Pulse } from '../../src/apps/agent/health.ts';
import { readHealth } from '../../src/apps/agent/health.ts';
import { longestCallOf } from '../../src/apps/agent/longest-call.ts';
import type { EngineConfig } from '../../src/apps/engine-schema.ts';

const minute = 60_000;
const calm: Pulse = {
  ...{ site: 'here', silent: 20_000, longestCall: 120 * minute, fault: null, secrets: ['planted-token'] },
  activity: {
    ...{ phase: 'sleeping', since: 0, wakesAt: minute, wakesFor: 'look', last: null },
    ...{ configurationFault: null, waitingActs: [] },
  },
};
const passing = { ...calm, activity: { ...calm.activity, phase: 'passing' as const } } as Pulse;

test('a loop that sleeps and gives signs of life is healthy, one that gives none is not', (t) => {
  t.true(readHealth([calm]).ok);
  const dead = readHealth([{ ...calm, silent: 4 * minute }]);
  t.false(dead.ok || dead.alive);
  t.regex(dead.sites[0]?.wrong.join() ?? '', /no sign of life for 4 minutes/);
});

test('a long attempt is healthy, and one that says nothing for hours is not', (t) => {
  t.true(readHealth([{ ...passing, silent: 60 * minute }]).ok);
  t.false(readHealth([{ ...passing, silent: 180 * minute }]).ok);
});

test('a site that could not begin is not healthy, but to start the agent anew would not help it', (t) => {
  const found = readHealth([
    calm,
    { ...calm, site: '/etc/b.yaml', activity: null, fault: 'site: is missing' },
  ]);
  t.false(found.ok);
  t.true(found.alive);
  t.regex(found.sites[1]?.wrong.join() ?? '', /site: is missing/);
});

test('a bad edit is told to monitors without its secrets, and is no question of life', (t) => {
  const found = readHealth([{ ...calm, fault: 'password: planted-token is no reference' }]);
  t.true(found.ok);
  t.notRegex(JSON.stringify(found), /planted-token/);
});

test('a pass that tells nothing for hours is for somebody to look at, and no reason to cut it off', (t) => {
  const found = readHealth([{ ...passing, silent: 300 * minute }]);
  t.false(found.ok);
  t.true(found.alive);
});

test('a pass may be silent for as long as one call of its database may take', (t) => {
  const engine = { kind: 'mumps', runLimit: 6 * 60 * minute } as EngineConfig;
  const longestCall = longestCallOf(engine);
  t.true(readHealth([{ ...passing, silent: 7 * 60 * minute, longestCall }]).ok);
  t.false(readHealth([{ ...passing, silent: 9 * 60 * minute, longestCall }]).ok);
  t.false(readHealth([{ ...passing, silent: 7 * 60 * minute, longestCall: longestCallOf(null) }]).ok);
});

test('a bad edit is told once, and so is what two looks met', (t) => {
  const problems = [
    { type: 'ConfigurationRefused', message: 'site: is missing' },
    { type: 'Unreachable', message: 'The host did not answer.' },
    { type: 'Unreachable', message: 'The host did not answer.' },
  ];
  const last = { at: 0, result: { kind: 'passed', inconsistent: false, problems } };
  const pulse = {
    ...calm,
    fault: 'site: is missing',
    activity: { ...calm.activity, last },
  } as unknown as Pulse;
  t.deepEqual(readHealth([pulse]).sites[0]?.wrong, [
    'The configuration on disk cannot be used: site: is missing',
    'Unreachable: The host did not answer.',
  ]);
});
