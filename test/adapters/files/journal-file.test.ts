import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { openJournalFile } from '../../../src/adapters/files/journal-file.ts';
import { nodeDisk } from '../../../src/adapters/files/node-disk.ts';
import { isFailure } from '../../../src/base/failure.ts';
import { anEvent, runJournalContract } from '../../ports/journal-contract.ts';
import { Crash, diskFull, failingDisk } from '../../worlds/failing-disk.ts';
import { memoryJournal } from '../../worlds/memory-journal.ts';
import { temporaryFolder } from '../../worlds/temporary-folder.ts';

runJournalContract('journal in memory', () => {
  const journal = memoryJournal();
  return () => journal;
});
runJournalContract('journal file', (t) => {
  const folder = join(temporaryFolder(t), 'state');
  return () => openJournalFile({ folder, disk: nodeDisk() });
});

test('a line cut short at any byte never happened, and the next one takes its place', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'journal.jsonl');
  const open = () => openJournalFile({ folder, disk: nodeDisk() });
  await open().append(anEvent(1));
  const one = statSync(file).size;
  await open().append(anEvent(2));
  const two = readFileSync(file);
  for (let size = one; size < two.length; size += 1) {
    writeFileSync(file, two);
    truncateSync(file, size);
    t.deepEqual(await open().read(), [anEvent(1)], `cut at ${size}`);
    await open().append(anEvent(3));
    t.deepEqual(await open().read(), [anEvent(1), anEvent(3)]);
  }
});

test('a changed byte before the last line is damage, and names the line', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'journal.jsonl');
  const journal = openJournalFile({ folder, disk: nodeDisk() });
  for (const number of [1, 2, 3]) await journal.append(anEvent(number));
  const whole = readFileSync(file, 'utf8');
  writeFileSync(file, whole.replace('because 2', 'because 7'));
  const error = await t.throwsAsync(openJournalFile({ folder, disk: nodeDisk() }).read());
  t.true(isFailure(error, 'JOURNAL_DAMAGED'));
  t.regex(error.message, /line 2/);
});

test('a line that another process appended is not written behind', async (t) => {
  const folder = temporaryFolder(t);
  const journal = openJournalFile({ folder, disk: nodeDisk() });
  await journal.append(anEvent(1));
  await openJournalFile({ folder, disk: nodeDisk() }).append(anEvent(2));
  const error = await t.throwsAsync(journal.append(anEvent(3)));
  t.true(isFailure(error, 'JOURNAL_DAMAGED'));
  t.deepEqual(await journal.read(), [anEvent(1), anEvent(2)]);
});

test('reading does not touch the file again while nobody writes to it', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'journal.jsonl');
  const journal = openJournalFile({ folder, disk: nodeDisk() });
  await journal.append(anEvent(1));
  const content = readFileSync(file);
  writeFileSync(file, Buffer.alloc(content.length, 'x'));
  t.deepEqual(await journal.read(), [anEvent(1)]);
});

for (const [what, error, torn] of [
  ['dies', undefined, 0],
  ['dies in the middle of a line', undefined, 0.5],
  ['finds the disk full in the middle of a line', diskFull, 0.7],
] as const)
  test(`a journal that ${what} at any effect holds a whole number of events, and goes on`, async (t) => {
    for (let after = 0; ; after += 1) {
      const folder = join(temporaryFolder(t), 'state');
      const disk = failingDisk(nodeDisk(), { after, torn, ...(error && { error: () => error(folder) }) });
      const journal = openJournalFile({ folder, disk });
      let appended = 0;
      const dying = (async () => {
        for (; appended < 3; appended += 1) await journal.append(anEvent(appended));
      })();
      const ended = await dying.then(
        () => 'done',
        (reason: unknown) => reason,
      );
      if (ended === 'done') {
        t.log(`${after} effects`);
        break;
      }
      t.true(ended instanceof Crash || isFailure(ended, 'DISK_FULL'));
      const next = openJournalFile({ folder, disk: nodeDisk() });
      t.deepEqual(await next.read(), [0, 1, 2].slice(0, appended).map(anEvent));
      await next.append(anEvent(9));
      t.deepEqual((await openJournalFile({ folder, disk: nodeDisk() }).read()).at(-1), anEvent(9));
    }
  });

test('a disk that was full for a while does not stop the same journal', async (t) => {
  const folder = join(temporaryFolder(t), 'state');
  const disk = failingDisk(nodeDisk(), { after: 2, times: 1, torn: 0.5, error: () => diskFull(folder) });
  const journal = openJournalFile({ folder, disk });
  await journal.append(anEvent(1));
  await t.throwsAsync(journal.append(anEvent(2)));
  await journal.append(anEvent(3));
  t.deepEqual(await journal.read(), [anEvent(1), anEvent(3)]);
  t.true(existsSync(join(folder, 'journal.jsonl')));
  t.deepEqual(await openJournalFile({ folder, disk }).read(), [anEvent(1), anEvent(3)]);
});
