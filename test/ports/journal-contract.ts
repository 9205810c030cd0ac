import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { JournalEvent } from '../../src/journal/journal-event.ts';
import type { Journal } from '../../src/ports/journal.ts';
import type { PatchId } from '../../src/base/names.ts';

/** An event that tells its number. */
export function anEvent(number: number): JournalEvent {
  return {
    kind: 'hold',
    patch: 'LAB-1' as PatchId,
    who: 'ada',
    why: `because ${number}`,
    until: null,
    at: number,
  };
}

/** What every journal must do. The factory opens the journal of one test, each time anew. */
export function runJournalContract(name: string, factory: (t: ExecutionContext) => () => Journal): void {
  test(`${name}: an empty journal has no events and no head`, async (t) => {
    const journal = factory(t)();
    t.deepEqual(await journal.read(), []);
    t.is(await journal.head(), null);
  });

  test(`${name}: events come back in order, also to one who opens it later`, async (t) => {
    const open = factory(t);
    const journal = open();
    for (const number of [1, 2, 3]) await journal.append(anEvent(number));
    t.deepEqual(await journal.read(), [1, 2, 3].map(anEvent));
    t.deepEqual(await open().read(), [1, 2, 3].map(anEvent));
    t.is(await open().head(), await journal.head());
  });

  test(`${name}: the head covers every line before it`, async (t) => {
    const heads = [];
    for (const first of [1, 2]) {
      const journal = factory(t)();
      await journal.append(anEvent(first));
      await journal.append(anEvent(3));
      heads.push(await journal.head());
    }
    t.regex(heads[0] ?? '', /^[0-9a-f]{64}$/);
    t.not(heads[0], heads[1]);
  });

  test(`${name}: appending without waiting keeps the order`, async (t) => {
    const journal = factory(t)();
    await Promise.all([1, 2, 3, 4, 5].map((number) => journal.append(anEvent(number))));
    t.deepEqual(await journal.read(), [1, 2, 3, 4, 5].map(anEvent));
  });

  test(`${name}: what was read does not change when more is appended`, async (t) => {
    const journal = factory(t)();
    await journal.append(anEvent(1));
    const read = await journal.read();
    await journal.append(anEvent(2));
    t.deepEqual(read, [anEvent(1)]);
  });
}
