import test from 'ava';
import type { RunProcess } from '../../../../src/adapters/targets/mumps/run-owners.ts';
import { findRunWrites } from '../../../../src/adapters/targets/mumps/run-writes.ts';

const noon = Date.parse('2026-11-22T12:00:00Z');
const run = {
  ...{ pid: 77, user: null, mark: '1 f0', since: noon, until: noon + 60_000 },
  ...{ seen: { children: [], strangers: [], from: noon, to: noon + 60_000 }, regions: 1, alone: false },
};
/** Time of a record: seconds after noon, in UTC. */
const at = (seconds: number) => `67896,${43_200 + seconds}`;
const begins = (seconds: number, pid: number, user = 'user') =>
  `01\\${at(seconds)}\\1\\${pid}\\host\\${user}\\\\0\\\\\\`;
const sets = (seconds: number, pid: number, node: string) =>
  `05\\${at(seconds)}\\1\\${pid}\\0\\0\\0\\0\\0\\0\\${node}`;
const kills = (seconds: number, pid: number, node: string) =>
  `04\\${at(seconds)}\\1\\${pid}\\0\\0\\0\\0\\0\\0\\${node}`;

function found(...lines: readonly string[]) {
  return foundOf({}, ...lines);
}

function foundOf(facts: Partial<RunProcess>, ...lines: readonly string[]) {
  async function* extract() {
    await Promise.resolve();
    yield ['GDSJEX07', ...lines, ''];
  }
  return findRunWrites(extract, { ...run, ...facts });
}

const own = (reference: string) => ({ kind: 'set', reference, value: '1', own: true });
const theirs = (reference: string) => ({ kind: 'set', reference, value: '1', own: false });

test('a process of the same number that began before the run, or after its end, is not the run', async (t) => {
  const answer = await found(
    begins(-600, 77),
    sets(-599, 77, '^A="1"'),
    begins(1, 77),
    sets(2, 77, '^A="1"'),
    sets(2, 77, '^B="1"'),
    begins(600, 77),
    sets(601, 77, '^B="1"'),
    sets(601, 77, '^C="1"'),
  );
  const writes = [own('^A'), own('^B'), theirs('^B')];
  t.deepEqual(answer, { kind: 'observed', writes, doubtful: null } as typeof answer);
});

test('of what others wrote only that is told which touches a node of the run, also by way of a kill above or below', async (t) => {
  const answer = await found(
    begins(0, 5),
    begins(0, 77),
    sets(0, 5, '^A(1)="1"'),
    sets(0, 5, '^A(2)="1"'),
    sets(1, 77, '^A(1)="1"'),
    kills(1, 77, '^K("a")'),
    sets(2, 5, '^K("a",1)="1"'),
    sets(2, 5, '^K("ab")="1"'),
    sets(2, 5, '^K="1"'),
    kills(3, 5, '^A'),
  );
  t.is(answer.kind, 'observed');
  t.deepEqual(
    answer.kind === 'observed' &&
      answer.writes.map(({ kind, reference, own: ours }) => [kind, reference, ours]),
    [
      ['set', '^A(1)', false],
      ['set', '^A(1)', true],
      ['kill', '^K("a")', true],
      ['set', '^K("a",1)', false],
      ['kill', '^A', false],
    ],
  );
});

test('records of a kind that is not known here are not passed over', async (t) => {
  const answer = await found(begins(0, 77), `14\\${at(1)}\\1\\77\\0`);
  t.is(answer.kind, 'unobserved');
  const strange = await found(begins(0, 77), sets(1, 77, 'A=1'));
  t.is(strange.kind, 'unobserved');
});

for (const [title, line] of [
  ['a node that is none', sets(2, 77, '^LabP("Maria",=1')],
  ['a record of a type that is not known', '99\\Maria'],
  ['a line that is none', 'Maria'],
] as const)
  test(`${title} is told without what it holds`, async (t) => {
    const answer = await found(begins(1, 77), line);
    t.is(answer.kind, 'unobserved');
    t.false(JSON.stringify(answer).includes('Maria'), JSON.stringify(answer));
  });

/** The run has begun; what its own process does is second 1. */
const started = [begins(1, 77), sets(1, 77, '^PATCHFLEET("run")="1 f0"')];
/** A process of patchfleet's says in second 1 as well that it has ended. */
const ended = [begins(1, 90), sets(1, 90, '^PATCHFLEET("run")="1 f0"')];

test("what a process wrote that was seen to be a child of the run is the run's own, until it ended", async (t) => {
  const answer = await foundOf(
    { seen: { ...run.seen, children: [80] } },
    ...[begins(1, 80), sets(1, 80, '^A="1"')],
    ...[...started, begins(1, 80), sets(1, 80, '^B="1"')],
    ...[...ended, begins(1, 80), sets(1, 80, '^C="1"')],
  );
  t.deepEqual(answer, { kind: 'observed', writes: [own('^B')], doubtful: null } as typeof answer);
});

test('what a process wrote that began during the run and was never seen is told as doubtful, with its nodes', async (t) => {
  const lines = [
    ...[begins(0, 78), sets(1, 78, '^Before="1"'), ...started, sets(1, 77, '^A="1"')],
    ...[begins(1, 80), sets(1, 80, '^PATCHFLEET("holder")="1"'), sets(1, 80, '^B(2)="1"')],
    ...[kills(1, 80, '^B(1)'), sets(1, 80, '^B(2)="1"'), sets(1, 78, '^Between="1"')],
    ...[begins(1, 81), sets(1, 81, '^PATCHFLEET("holder")="1"')],
    ...[begins(1, 82, 'somebody'), sets(1, 82, '^Theirs="1"'), begins(1, 83), sets(1, 83, '^Seen="1"')],
    ...[...ended, begins(1, 84), sets(1, 84, '^After="1"')],
  ];
  const seen = { ...run.seen, strangers: [83] };
  const answer = await foundOf({ seen }, ...lines);
  const doubtful = { processes: 1, references: ['^B(1)', '^B(2)'], more: 0 };
  t.deepEqual(answer, { kind: 'observed', writes: [own('^A')], doubtful } as typeof answer);
  const alone = await foundOf({ seen, alone: true }, ...lines);
  t.is(alone.kind === 'observed' && alone.doubtful, null, 'where nobody else works it is the run');
  t.true(JSON.stringify(alone).includes('^Theirs'));
});

test('very many doubtful nodes are counted, and not listed', async (t) => {
  const many = Array.from({ length: 1_200 }, (_, index) => sets(1, 80, `^B(${index})="1"`));
  const answer = await found(...started, begins(1, 80), ...many, ...ended);
  const doubtful = answer.kind === 'observed' ? answer.doubtful : null;
  t.deepEqual([doubtful?.processes, doubtful?.references.length, doubtful?.more], [1, 1_000, 200]);
});

test('journals of several regions do not stand in one order: there the seconds of start and end tell', async (t) => {
  const seen = { ...run.seen, children: [80], from: noon + 1_500, to: noon + 20_500 };
  const answer = await foundOf(
    { seen, regions: 2 },
    ...[begins(1, 80), sets(2, 80, '^B="1"'), begins(20, 81), sets(20, 81, '^D(1)="1"')],
    ...[begins(0, 82), sets(0, 82, '^Before="1"'), begins(21, 83), sets(21, 83, '^After="1"')],
    ...started,
    ...ended,
  );
  const doubtful = { processes: 1, references: ['^D(1)'], more: 0 };
  t.deepEqual(answer, { kind: 'observed', writes: [own('^B')], doubtful } as typeof answer);
});

test('where another region comes first, who is of another user than the run is a stranger all the same', async (t) => {
  const others = [begins(2, 92, 'nurse'), sets(2, 92, '^Theirs="1"'), begins(2, 91), sets(2, 91, '^D="1"')];
  const facts = { regions: 2, user: 'user-with-a-long-name' };
  const answer = await foundOf(facts, ...others, ...started, ...ended);
  t.deepEqual(answer.kind === 'observed' ? answer.doubtful : null, {
    processes: 1,
    references: ['^D'],
    more: 0,
  });
});
