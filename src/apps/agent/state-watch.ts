import type { Journal } from '../../ports/journal.ts';
import { afterLoss } from '../../reconcile/lost-state.ts';
import type { Problem } from '../../reconcile/pass-event.ts';

/** Notices that the state directory is no longer the one that was there first. */
interface StateWatch {
  /** Looks at it, and says what is wrong with it; empty: it is the same one. */
  look(journal: Pick<Journal, 'read'>): Promise<readonly Problem[]>;
  /** A pass has said in it what was wrong: from now on this is the one that was there first. */
  accept(journal: Pick<Journal, 'read'>): Promise<void>;
}

/** A journal only grows, so its first line is what the state directory is known by. */
export function openStateWatch(): StateWatch {
  let first: string | null = null;
  return {
    look: async (journal) => {
      const found = await firstLine(journal);
      first ??= found;
      return found === first ? [] : [replaced];
    },
    accept: async (journal) => {
      first = await firstLine(journal);
    },
  };
}

async function firstLine(journal: Pick<Journal, 'read'>): Promise<string | null> {
  const [line] = await journal.read();
  return line === undefined ? null : JSON.stringify(line);
}

const replaced: Problem = {
  type: 'StateLost',
  message: `The state directory was lost while the agent ran, or replaced by another one. ${afterLoss}`,
};
