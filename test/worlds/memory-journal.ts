import type { Digest } from '../../src/base/digest.ts';
import type { JournalEvent } from '../../src/journal/journal-event.ts';
import { journalLine, readJournalLine } from '../../src/journal/journal-file.ts';
import type { Journal } from '../../src/ports/journal.ts';

/** Told before each effect of a world in memory; what it throws is thrown instead of the effect. */
export type OnEffect = (effect: string) => void;

/** A journal in memory, with the real lines. */
export function memoryJournal({ onEffect }: { readonly onEffect?: OnEffect } = {}): Journal {
  const events: JournalEvent[] = [];
  let size = 0;
  let head: Digest | null = null;
  return {
    read: () => Promise.resolve([...events]),
    head: () => Promise.resolve(head),
    size: () => Promise.resolve(size),
    append: async (event) => {
      await Promise.resolve();
      onEffect?.('journal.append');
      const line = Buffer.from(journalLine(event, head).slice(0, -1));
      const read = readJournalLine({ file: 'memory', line: events.length + 1 }, line, head);
      events.push(read.event);
      head = read.hash;
      size += line.length + 1;
    },
  };
}
