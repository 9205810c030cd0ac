import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { foundWrites, makeRun, settleRun } from '../../../../src/adapters/targets/mumps/kept-run.ts';
import { prepareRun } from '../../../../src/adapters/targets/mumps/prepare-run.ts';
import type { RunRoom } from '../../../../src/adapters/targets/mumps/run-folder.ts';
import { runProcess } from '../../../../src/adapters/targets/mumps/run-folder.ts';
import { runPatchCode } from '../../../../src/adapters/targets/mumps/run-patch-code.ts';
import type { GlobalWrite } from '../../../../src/document/global-write.ts';
import { gtmTest as test, withoutGtm } from '../../../worlds/gtm-database.ts';
import { aRunRoom, patchCode, sayM, writePatchCode, writesFound } from '../../../worlds/gtm-run.ts';

const step = { attempt: 1, entry: patchCode, parameters: {} };

test(`what a process killed at any moment has written is found, no more and no less, or it says that an update is half done${withoutGtm}`, async (t) => {
  t.timeout(10 * 60_000); // after some kills GT.M lets others wait for a minute
  const room = await aRunRoom(t);
  writePatchCode(room.database, [
    'tcommit',
    // An end to it where the kill comes late, on a loaded machine: what is there is read back in one answer.
    'for i=1:1:50000 set ^LabK(i)=i set:i#7=0 ^LabL(i)="x" kill:i#5=0 ^LabK(i-2)',
    'hang 600',
  ]);
  const seed = Number(process.env['PATCHFLEET_SEED'] ?? 1);
  let chance = seed;
  for (let round = 0; round < 3; round += 1) {
    await sayM(room, 'kill ^LabK,^LabL');
    const record = await prepareRun(room, 1);
    const running = runPatchCode(room, record, step);
    while (runProcess(room.database) === null) await pause(1);
    chance = (chance * 48_271) % 2_147_483_647;
    await pause((chance / 2_147_483_647) * 30);
    process.kill(runProcess(room.database) ?? 0, 'SIGKILL');
    t.regex((await running).detail, /killed/);
    await settleRun(room);
    const found = foundWrites(room, 1);
    if (found?.kind === 'observed') await isAllThere(t, room, found.writes, `seed ${seed}, round ${round}`);
    else
      t.regex(found?.why ?? '', halfDone, 'the database lost its last update, which GT.M does now and then');
  }
});

async function isAllThere(
  t: ExecutionContext,
  room: RunRoom,
  writes: readonly GlobalWrite[],
  where: string,
): Promise<void> {
  const now = new Map<string, string>();
  t.true(writes.every((write) => write.own));
  for (const write of writes) {
    if (write.kind === 'set') now.set(write.reference, write.value);
    else now.delete(write.reference);
  }
  const shown = await sayM(room, 'zwrite:$data(^LabK) ^LabK zwrite:$data(^LabL) ^LabL');
  const held = shown
    .split('\n')
    .filter(Boolean)
    .map((line) => line.replaceAll('"', ''));
  const told = [...now].map(([reference, value]) => `${reference}=${value}`);
  t.deepEqual(differenceOf(new Set(told), new Set(held)), [], where);
}

const halfDone = /in the middle of an update of \^Lab[KL]/;

for (const { what, lines, value } of [
  { what: 'a value', lines: ['set ^LabK(1)="first"', 'set ^LabK(2)="second"'], value: 'second' },
  {
    what: 'a byte far inside of a value',
    lines: ['set ^LabK(1)=$justify("last",3000)'],
    value: 'last',
  },
])
  test(`an update of a killed run of which the database does not hold ${what} is told${withoutGtm}`, async (t) => {
    const room = await aRunRoom(t);
    writePatchCode(room.database, ['tcommit', ...lines, 'if $zsigproc($job,9)']);
    const record = await prepareRun(room, 1);
    t.true((await runPatchCode(room, record, step)).killed);
    await damage(room, value);
    await settleRun(room);
    const found = foundWrites(room, 1);
    t.regex(found?.kind === 'unobserved' ? found.why : 'observed', halfDone);
  });

test(`a killed run whose updates are all there is told as it is${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  const lines = [
    'set ^LabK(1)=$justify("x",20000),^LabK(2)=2,^LabL(3,4)=5',
    'kill ^LabK(2) zkill ^LabL(3,4)',
  ];
  writePatchCode(room.database, ['tcommit', ...lines, 'if $zsigproc($job,9)']);
  const { ok, detail } = await makeRun(room, step);
  t.deepEqual([ok, detail], [false, 'Its process was killed.']);
  t.is(writesFound(room).length, 5);
});

/** Changes a text in the database's file, behind the journal's back. */
async function damage(room: RunRoom, text: string): Promise<void> {
  await sayM(room, 'view "FLUSH"'); // the last one to leave writes all of it into the file
  const file = join(dirname(room.database.globalDirectory), 'mumps.dat');
  const bytes = readFileSync(file, 'latin1');
  if (!bytes.includes(text)) throw new Error(`${text} is not in the database`);
  writeFileSync(file, bytes.replaceAll(text, text.toUpperCase()), 'latin1');
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function differenceOf(a: ReadonlySet<string>, b: ReadonlySet<string>): readonly string[] {
  return [...[...a].filter((one) => !b.has(one)), ...[...b].filter((one) => !a.has(one))];
}
