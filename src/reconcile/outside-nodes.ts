import { isFailure } from '../base/failure.ts';
import { valuesOf } from '../document/node-part.ts';
import type { AttemptStory } from '../journal/journal-state.ts';
import type { Ports } from '../ports/ports.ts';
import { nodeSidesOf, readSavedAttempt, snapshotsOf } from './saved-attempt.ts';

/**
 * References of the nodes that an attempt's own code wrote outside of its backup, in order: those that the vault keeps, and those whose former
 * values nobody kept. For people on site: a subscript can be a patient's number. Where the vault holds them no more, there are none.
 */
export async function outsideNodes(
  { vault }: Pick<Ports, 'vault'>,
  { attempt, facts }: Pick<AttemptStory, 'attempt' | 'facts'>,
): Promise<readonly string[]> {
  const observed = facts.findLast((fact) => fact.kind === 'observed');
  if (observed === undefined) return [];
  return [...new Set([...observed.unknown, ...(await keptNodes({ vault }, attempt))])].sort();
}

async function keptNodes({ vault }: Pick<Ports, 'vault'>, attempt: number): Promise<readonly string[]> {
  const snapshots = snapshotsOf(await vault.list(), attempt);
  if (snapshots === null) return [];
  try {
    const saved = await readSavedAttempt({ vault }, snapshots);
    const references: string[] = [];
    for (const name of saved.undeclared) {
      const { before, written } = await nodeSidesOf({ vault }, saved, name);
      references.push(...valuesOf(before).keys(), ...valuesOf(written).keys());
    }
    return references;
  } catch (error) {
    if (isFailure(error, 'SNAPSHOT_DAMAGED')) return [];
    throw error;
  }
}
