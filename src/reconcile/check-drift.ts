import { Failure } from '../base/failure.ts';
import type { JournalState } from '../journal/journal-state.ts';
import type { Desk } from './desk.ts';
import { findDrift } from './find-drift.ts';
import { listed } from './listed.ts';
import { lookAtSite } from './look-at-site.ts';
import type { Problem } from './pass-event.ts';

/**
 * Compares what installed patches put with what is there, where that is asked for, or where attempts have been made since something was found
 * to have drifted. What is found is journaled when it is not what was found before. Where the target cannot be read, the former finding holds.
 */
export async function checkDrift(desk: Desk, asked: boolean): Promise<readonly Problem[]> {
  const { journal, installed } = await lookAtSite(desk.ports, desk.setup);
  if (!asked && !isOutdated(journal)) return [];
  try {
    const drifted = await findDrift(desk.ports, installed);
    const names = listed(drifted.map(({ name }) => name));
    const known = journal.drift?.documents ?? [];
    if (JSON.stringify(names) !== JSON.stringify(known))
      await desk.log({ kind: 'drift', documents: names, count: drifted.length });
    return [];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const message = `Whether documents have drifted cannot be told: ${error.message}`;
    const problem: Problem = { type: 'DriftUnknown', message };
    desk.tell({ kind: 'problem', problem });
    return [problem];
  }
}

function isOutdated({ drift, attempts }: JournalState): boolean {
  if (drift === null || drift.count === 0) return false;
  return [...attempts.values()].some(({ end }) => end !== null && end.at > drift.at);
}
