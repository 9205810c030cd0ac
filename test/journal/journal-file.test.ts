import test from 'ava';
import fc from 'fast-check';
import type { Digest } from '../../src/base/digest.ts';
import { digestOf } from '../../src/base/digest.ts';
import { isFailure } from '../../src/base/failure.ts';
import type { JournalEvent } from '../../src/journal/journal-event.ts';
import { hashOfJournalLine, journalLine, readJournal } from '../../src/journal/journal-file.ts';
import { journalSamples } from './journal-samples.ts';

const samples: readonly JournalEvent[] = Object.values(journalSamples);
const file = 'journal.jsonl';
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test('every kind of event comes back as it was written, and the head is the hash of the last line', (t) => {
  const lines = linesOf(samples);
  const read = readJournal(file, bytesOf(lines.join('')));
  t.deepEqual(read.events, samples);
  t.is(read.head, hashOfJournalLine(lines.at(-1) ?? ''));
  t.is(read.size, bytesOf(lines.join('')).length);
});

test('an empty journal has no events and no head', (t) => {
  t.deepEqual(readJournal(file, new Uint8Array()), { events: [], head: null, size: 0 });
});

test('a journal cut anywhere in its last line is read up to the line before, and says where to cut', (t) => {
  const lines = linesOf(samples.slice(0, 3));
  const whole = bytesOf(lines.join(''));
  const intact = bytesOf(lines.slice(0, 2).join('')).length;
  for (let size = intact; size < whole.length; size += 1) {
    const read = readJournal(file, whole.subarray(0, size));
    t.is(read.size, intact);
    t.is(read.events.length, 2);
    t.is(read.head, hashOfJournalLine(lines[1] ?? ''));
  }
});

test('a last line that the file system left with unfilled space is a torn tail', (t) => {
  const [first = '', second = ''] = linesOf(samples.slice(0, 2));
  const read = readJournal(file, bytesOf(`${first}${second.slice(0, 20)}${'\0'.repeat(30)}\n`));
  t.is(read.events.length, 1);
  t.is(read.size, first.length);
});

test('NUL bytes before the last line are damage', (t) => {
  const [first = '', second = ''] = linesOf(samples.slice(0, 2));
  t.is(damagedLine(`${'\0'.repeat(first.length - 1)}\n${second}`), 1);
});

test('any one changed byte but in a torn tail is damage, with the number of its line', (t) => {
  const lines = linesOf(samples);
  const whole = bytesOf(lines.join(''));
  fc.assert(
    fc.property(fc.nat(whole.length - 2), fc.integer({ min: 1, max: 255 }), (place, change) => {
      const bytes = whole.slice();
      bytes[place] = (bytes[place] ?? 0) ^ change;
      const line = lineAt(whole, place);
      if (bytes[place] === 0 && line === lines.length) return;
      t.is(damagedLine(bytes), line);
    }),
    { verbose: true, numRuns: 300 },
  );
});

test('a line taken out, put in twice or moved is damage', (t) => {
  const [one = '', two = '', three = ''] = linesOf(samples.slice(0, 3));
  t.is(damagedLine(one + three), 2);
  t.is(damagedLine(two + three), 1);
  t.is(damagedLine(one + one + two), 2);
  t.is(damagedLine(one + three + two), 2);
});

test('a line of a newer program is refused in words that say so', (t) => {
  const [line = ''] = linesOf(samples.slice(0, 1));
  const text = rehashed(line.replace('"format":1', '"format":2'));
  const error = t.throws(() => readJournal(file, bytesOf(text)));
  t.true(isFailure(error, 'NEWER_FORMAT'));
  t.regex(error.message, /format 2.*up to format 1/);
});

test('a well-hashed line that is no event is damage, never a crash', (t) => {
  const event = '"event":{"kind":"done","attempt":1,"at":"2026-11-30T01:00:00.000Z"}';
  for (const body of [
    'null',
    '[]',
    '{"',
    `{"format":1,"previous":null,"event":{"kind":"brewed"}}`,
    `{"format":1,"previous":null,"extra":1,${event}}`,
    `{"format":1,"previous":null,${event.replace('"attempt":1', '"attempt":-1')}}`,
    `{"format":1,"previous":null,"event":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
  ])
    t.is(damagedLine(rehashed(`${body.slice(0, -1)},"hash":"${'0'.repeat(64)}"}\n`)), 1, body.slice(0, 80));
});

test('texts in a line are cut, without control characters, and the line stays one line', (t) => {
  const why = `first\nsecond\u001b[31m ${'x'.repeat(10_000)}`;
  const line = journalLine({ ...journalSamples.refused, why }, null);
  const [event] = readJournal(file, bytesOf(line)).events;
  t.is(event?.kind === 'refused' ? event.why.slice(0, 20) : '', 'first second [31m xx');
  t.true(line.length < 5000);
});

test('a secret does not reach the journal', (t) => {
  const why = 'push to https://bot:swordfish-1@git.example.org failed: password=hunter22';
  t.notRegex(journalLine({ ...journalSamples.refused, why }, null), /swordfish|hunter22/);
});

function linesOf(events: readonly JournalEvent[]): string[] {
  let previous: Digest | null = null;
  return events.map((event) => {
    const line = journalLine(event, previous);
    previous = hashOfJournalLine(line);
    return line;
  });
}

function rehashed(line: string): string {
  const body = `${line.slice(0, line.lastIndexOf(',"hash"'))}}`;
  return `${body.slice(0, -1)},"hash":"${digestOf(body)}"}\n`;
}

function damagedLine(content: string | Uint8Array): number | null {
  try {
    readJournal(file, typeof content === 'string' ? bytesOf(content) : content);
    return null;
  } catch (error) {
    if (!isFailure(error, 'JOURNAL_DAMAGED')) throw error;
    return Number(/at line (\d+):/.exec(error.message)?.[1]);
  }
}

function lineAt(bytes: Uint8Array, place: number): number {
  return bytes.subarray(0, place).filter((byte) => byte === 0x0a).length + 1;
}
