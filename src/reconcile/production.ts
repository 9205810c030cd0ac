import { Failure } from '../base/failure.ts';
import type { AttemptTask } from './attempt-task.ts';
import type { Desk } from './desk.ts';

/** Before the first write: stops the production where the patch asks for it. Why that did not work, or null. */
export async function holdProduction(desk: Desk, { production }: AttemptTask): Promise<string | null> {
  if (production === 'none') return null;
  const why = (await (await desk.session()).holdProduction?.(production)) ?? null;
  return why === null ? null : `The production could not be stopped: ${why}`;
}

/**
 * After the attempt has ended, one way or the other: starts or updates the production where that is owed. What does not work stays owed, is told, and
 * is tried again by the next pass; it changes nothing of how the attempt ended.
 */
export async function resumeProduction(desk: Desk): Promise<void> {
  desk.tell({ kind: 'production', phase: 'resuming' });
  const why = await whyNotResumed(desk);
  desk.tell({ kind: 'production', phase: 'resumed' });
  if (why === null) return;
  const message = `The production is not as it was before the patch: ${why}`;
  desk.tell({ kind: 'problem', problem: { type: 'ProductionOwed', message } });
}

async function whyNotResumed(desk: Desk): Promise<string | null> {
  try {
    return (await (await desk.session()).resumeProduction?.()) ?? null;
  } catch (error) {
    if (error instanceof Failure) return error.message;
    throw error;
  }
}
