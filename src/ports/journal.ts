import type { Digest } from '../base/digest.ts';
import type { JournalEvent } from '../journal/journal-event.ts';

/** The append-only record in the site's state directory. */
export interface Journal {
  /** Everything that was appended, oldest first. A torn last line counts as never written; other damage is Failure JOURNAL_DAMAGED. */
  read(): Promise<readonly JournalEvent[]>;
  /** Durable when it returns. */
  append(event: JournalEvent): Promise<void>;
  /** Bytes that it takes on the disk. */
  size(): Promise<number>;
  /** Hash of the last line, which covers all lines before it; null: empty. */
  head(): Promise<Digest | null>;
}
