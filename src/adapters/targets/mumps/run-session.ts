import { kindOf } from '../../../document/document-name.ts';
import type { RunAbility } from '../../../installed/target-facts.ts';
import type { RunWrites, Target, TargetSession } from '../../../ports/target.ts';
import { copyIn } from './database-copy.ts';
import { sizeOf } from './database-regions.ts';
import { refused } from './held-documents.ts';
import { finishLeftRun, forgetRun, foundWrites, lastRun, makeRun } from './kept-run.ts';
import { isWithin } from './prepare-run.ts';
import { converseAnew, readDatabase } from './read-database.ts';
import type { RunRoom } from './run-folder.ts';
import { readRunRecord, runPlaces } from './run-folder.ts';

/** The part of a session that runs a patch's own code. `settleRun` has to come first. */
export function runsOf(room: RunRoom): Pick<TargetSession, 'run' | 'writesOf' | 'forgetRun'> {
  return {
    run: (step) => makeRun(room, step),
    writesOf: (attempt) => writesOf(room, attempt),
    forgetRun: (attempt) => forgetRun(room, attempt),
  };
}

async function writesOf(room: RunRoom, attempt: number): Promise<RunWrites> {
  await finishLeftRun(room, attempt);
  const found = foundWrites(room, attempt);
  if (found === null) return withoutRecord(room, attempt);
  if (found.kind === 'unobserved') {
    return {
      kind: 'unobserved',
      why: found.why,
      foreseen: readRunRecord(room.database)?.observed.kind === 'unobserved',
    };
  }
  const { writes, doubtful, copied } = found;
  return { kind: 'observed', writes, doubtful, before: copied ? readCopy(room) : null };
}

/** No run was started, or what was kept of it is lost: the database has the mark of its last run. */
async function withoutRecord(room: RunRoom, attempt: number): Promise<RunWrites> {
  if ((await lastRun(room))?.attempt !== attempt)
    return { kind: 'observed', writes: [], before: null, doubtful: null };
  return {
    kind: 'unobserved',
    why: "what was kept of the run in patchfleet's own folder is gone.",
    foreseen: false,
  };
}

/** Globals as they were before the run; routines are no part of the copy. */
function readCopy({ database, disk }: RunRoom): Pick<Target, 'read' | 'nodes'> {
  const copy = copyIn(database, runPlaces(database).copy);
  const { read, nodes } = readDatabase(copy, converseAnew(copy, disk));
  return {
    nodes,
    read: (name) => {
      if (kindOf(name) === 'global') return read(name);
      throw refused(name, 'the copy from before a run holds globals only.');
    },
  };
}

/** What becomes of writes of a run outside of the backup, given what the database says of its regions. */
export function runAbilityOf(
  regions: readonly { readonly file: string; readonly journal: 'on' | 'off' }[],
  copyUpTo: number,
): RunAbility {
  if (regions.some(({ journal }) => journal === 'off')) return 'unobserved';
  const sizes = regions.map(({ file }) => ({ size: sizeOf(file) }));
  return isWithin(sizes, copyUpTo) ? 'restored' : 'found';
}
