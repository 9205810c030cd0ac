import test from 'ava';
import { findRunWrites } from '../../../../src/adapters/targets/mumps/run-writes.ts';

const noon = Date.parse('2026-11-22T12:00:00Z');
const run = { pid: 77, since: noon, until: noon + 60_000 };
/** Time of a record: seconds after noon, in UTC. */
const at = (seconds: number) => `67896,${43_200 + seconds}`;
const begins = (seconds: number, pid: number) => `01\\${at(seconds)}\\1\\${pid}\\host\\user\\\\0\\\\\\`;
const sets = (seconds: number, pid: number, node: string) =>
  `05\\${at(seconds)}\\1\\${pid}\\0\\0\\0\\0\\0\\0\\${node}`;
const kills = (seconds: number, pid: number, node: string) =>
  `04\\${at(seconds)}\\1\\${pid}\\0\\0\\0\\0\\0\\0\\${node}`;

function found(...lines: readonly string[]) {
  async function* extract() {
    await Promise.resolve();
    yield ['GDSJEX07', ...lines, ''];
  }
  return findRunWrites(extract, run);
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
  t.deepEqual(answer, { kind: 'observed', writes: [own('^A'), own('^B'), theirs('^B')] } as typeof answer);
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
