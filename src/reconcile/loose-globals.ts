import type { DocumentName } from '../document/document-name.ts';
import { documentName, kindOf } from '../document/document-name.ts';
import { installedDocuments } from '../plan/known-documents.ts';
import type { AttemptTask } from './attempt-task.ts';
import type { Desk } from './desk.ts';
import { lookAtSite } from './look-at-site.ts';
import type { Observation } from './observe-run.ts';
import type { SavedAttempt } from './saved-attempt.ts';

/**
 * Globals of which nobody can say after this attempt what the whole should be: those that it merged into, and those that its run wrote to beside
 * what the kit set. Where it is not known what the run wrote, these are all whose content was known. `observed` is null where nothing was run.
 */
export async function looseGlobals(
  desk: Desk,
  { changes }: Pick<AttemptTask, 'changes'>,
  { touched, undeclared }: Pick<SavedAttempt, 'touched' | 'undeclared'>,
  observed: Pick<Observation, 'unobserved' | 'doubtful' | 'unknown'> | null,
): Promise<readonly DocumentName[]> {
  const set = new Set(changes.filter(({ merges }) => merges !== true).map(({ name }) => name));
  const merged = changes.filter(({ merges }) => merges === true).map(({ name }) => name);
  const isKnown = observed === null || (observed.unobserved === null && observed.doubtful === null);
  const others = isKnown ? observed?.unknown.map(documentName) : await knownGlobals(desk);
  const written = [...touched, ...undeclared, ...(others ?? [])].filter((name) => !set.has(name));
  return [...new Set([...merged, ...written])].sort();
}

async function knownGlobals({ ports, setup }: Desk): Promise<readonly DocumentName[]> {
  const { installed } = await lookAtSite(ports, setup);
  return [...installedDocuments(installed).keys()].filter((name) => kindOf(name) === 'global');
}
