import test from 'ava';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractJournals } from '../../../../src/adapters/targets/mumps/journal-extract.ts';
import type { MumpsDatabase } from '../../../../src/adapters/targets/mumps/mumps-database.ts';
import type { Cut } from '../../../../src/adapters/targets/mumps/read-uncut.ts';
import { readUncut, wasCut } from '../../../../src/adapters/targets/mumps/read-uncut.ts';
import type { MumpsEnd } from '../../../../src/adapters/targets/mumps/start-process.ts';

interface Read {
  readonly kind: 'read' | 'unobserved';
}

/** What comes of readings that go so, one after the other, and how many of them were made. */
async function readingsOf(...kinds: readonly (Cut | Read)['kind'][]): Promise<string> {
  let made = 0;
  const { kind } = await readUncut<Read>(() => {
    const next = kinds[made] ?? 'read';
    made += 1;
    return Promise.resolve(next === 'cut' ? { kind: next, why: 'ended' } : { kind: next });
  });
  return `${kind} after ${made}`;
}

test('what was cut short is read again, three times at most', async (t) => {
  t.is(await readingsOf('cut', 'read'), 'read after 2');
  t.is(await readingsOf('cut', 'cut', 'cut', 'read'), 'cut after 3');
});

test('what cannot be read for another reason is not read again', async (t) => {
  t.is(await readingsOf('unobserved', 'read'), 'unobserved after 1');
  t.is(await readingsOf('cut', 'unobserved', 'read'), 'unobserved after 2');
});

/** How `mupip` ends that does this, and what was read of it. */
async function endOf(script: string): Promise<{ readonly cut: boolean; readonly lines: readonly string[] }> {
  const dist = mkdtempSync(join(tmpdir(), 'patchfleet-mupip-'));
  try {
    const own = join(dist, 'own');
    mkdirSync(own);
    writeFileSync(join(dist, 'mupip'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(dist, 'mupip'), 0o755);
    const database: MumpsDatabase = {
      ...{ dist, own, temporary: own, globalDirectory: join(own, 'none.gld'), routines: [own] },
      ...{ objects: null, relink: false, characterSet: 'M', environment: {} },
    };
    const ends: MumpsEnd[] = [];
    const lines: string[] = [];
    try {
      const extract = extractJournals(database, [], (end) => ends.push(end));
      for await (const some of extract) lines.push(...some);
    } catch {
      // how it ended is what is asked
    }
    return { cut: ends.some(wasCut), lines };
  } finally {
    rmSync(dist, { recursive: true, force: true });
  }
}

test('a reading whose program was killed was cut short, and hands out no half line', async (t) => {
  t.deepEqual(await endOf("printf 'one\\ntw'; kill -KILL $$"), { cut: true, lines: ['one'] });
});

test('a reading whose program complains was not cut short', async (t) => {
  t.deepEqual(await endOf("printf 'one\\n'; exit 4"), { cut: false, lines: ['one'] });
});

test('a reading to the end has its last line, whether that is ended or not', async (t) => {
  t.deepEqual(await endOf("printf 'one\\ntwo'"), { cut: false, lines: ['one', 'two'] });
});
