import type { Journal } from '../../ports/journal.ts';
import { afterLoss } from '../../reconcile/lost-state.ts';
import type { Problem } from '../../reconcile/pass-event.ts';

/** Notices that the state directory is no longer the one that was there first. */
interface StateWatch {
  /** Looks at it, and says what is wrong with it; empty: it is the same one. */
  look(journal: Pick<Journal, 'read'>): Promise<readonly Problem[]>;
}

/** A journal only grows, so its first line is what the state directory is known by. */
export function openStateWatch(): StateWatch {
  let first: string | null = null;
  return {
    look: async (journal) => {
      const [line] = await journal.read();
      const found = line === undefined ? null : JSON.stringify(line);
      first ??= found;
      return found === first ? [] : [replaced];
    },
  };
}

const replaced: Problem = {
  type: 'StateLost',
  message: `The state directory was lost while the agent ran, or replaced by another one. ${afterLoss} This is told until the agent is started anew.`,
};
