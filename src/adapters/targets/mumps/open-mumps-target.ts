import { digestOf } from '../../../base/digest.ts';
import { failure } from '../../../base/failure.ts';
import type { ChangeResult, DocumentChange } from '../../../document/change.ts';
import type { DocumentName } from '../../../document/document-name.ts';
import { engineAbilities } from '../../../installed/engine-abilities.ts';
import type { TargetFacts } from '../../../installed/target-facts.ts';
import type { Target, TargetSession } from '../../../ports/target.ts';
import { compileRoutines } from './compile-routines.ts';
import type { Conversation } from './conversation.ts';
import { startConversation } from './conversation.ts';
import { databaseTrouble } from './database-trouble.ts';
import { editGlobal, editGlobals } from './edit-global.ts';
import { refused } from './held-documents.ts';
import { removeLeftExtracts } from './extract-file.ts';
import { freeBytes, lookAtDatabase } from './look-at-database.ts';
import type { Converse } from './read-database.ts';
import { converseAnew, readDatabase } from './read-database.ts';
import { settleRun } from './kept-run.ts';
import { copyForRehearsal } from './rehearsal-copy.ts';
import type { RunRoom } from './run-folder.ts';
import { preflightCharacters } from './preflight-characters.ts';
import { preflightGlobals } from './preflight-globals.ts';
import { preflightRoutines } from './preflight-routines.ts';
import { runAbilityOf, runsOf } from './run-session.ts';
import { applyToRoutine, applyToRoutines, isRoutine, removeLeftSources } from './routine-files.ts';

/** What the engine needs: database, disk of patchfleet's own folder, limits of runs. */
type MumpsTargetOptions = RunRoom;

/**
 * A GT.M or YottaDB database: routines are the files of the first of its folders, globals are what its global directory leads to. The lock is an M lock
 * of the session's process: the database frees it with that process, which ends with the one that started it. Failure TARGET_UNREACHABLE
 * where the database cannot be opened.
 *
 * What `apply` and `appendRegister` have returned from is in the database's journal, flushed, where the database is journaled: after a power
 * loss it is there once the database was recovered from the journal. Without a journal it outlives the processes, but not the machine.
 */
export function openMumpsTarget(options: MumpsTargetOptions): Target {
  const { database, disk } = options;
  let open: Conversation | null = null;
  const anew = converseAnew(database, disk);
  const converse: Converse = (work) => (open === null ? anew(work) : work(open));
  const reader = readDatabase(database, converse);
  return {
    ...reader,
    look: () => converse((conversation) => look(options, conversation)),
    preflight: async (documents, run) => [
      ...preflightGlobals(documents, run),
      ...(await preflightCharacters(options, documents, run)),
      ...(await preflightRoutines(database, documents)),
    ],
    rehearsal: async () => {
      const copy = await copyForRehearsal(database, disk);
      const target = openMumpsTarget({ ...options, database: copy.database, alone: true });
      return { target, folder: copy.folder, close: () => copy.close() };
    },
    open: async (holder) => {
      const conversation = await takeLock(options, holder);
      open = conversation;
      return sessionOf(options, conversation, reader.read, () => {
        if (open === conversation) open = null;
      });
    },
  };
}

async function look(
  { database, copyUpTo }: MumpsTargetOptions,
  conversation: Conversation,
): Promise<TargetFacts> {
  const view = await lookAtDatabase(conversation, database);
  return {
    target: database.globalDirectory,
    engine: 'mumps',
    version: view.version,
    clock: null,
    primary: true,
    freeBytes: freeBytes(view, [database.routines[0]]),
    can: { ...engineAbilities.mumps, runs: runAbilityOf(view.regions, copyUpTo) },
    register: view.register,
  };
}

/** Who has the lock ends a run that outlived its agent before anything else. */
async function takeLock(options: MumpsTargetOptions, holder: string): Promise<Conversation> {
  const { database, disk } = options;
  removeLeftExtracts(database, disk);
  const conversation = startConversation(database, disk);
  const target = database.globalDirectory;
  try {
    const answer = await conversation.ask(['lock'], [Buffer.from(holder)]);
    if (answer.kind === 'error') throw databaseTrouble(database, answer.status);
    if (answer.word === 'busy') throw failure('TARGET_BUSY', { target, holder: answer.body.toString() });
    removeLeftSources(database, disk);
    await settleRun(options);
    return conversation;
  } catch (error) {
    await conversation.end();
    throw error;
  }
}

function sessionOf(
  options: MumpsTargetOptions,
  conversation: Conversation,
  read: Target['read'],
  onClose: () => void,
): TargetSession {
  const { database, disk } = options;
  const target = database.globalDirectory;
  const runs = runsOf(options);
  let closed = false;
  const inside = async <T>(work: () => T | Promise<T>): Promise<T> => {
    if (closed) throw new Error('this session with the target is closed');
    return work();
  };
  const apply = async (change: DocumentChange): Promise<ChangeResult> => {
    if (change.kind !== 'edit') {
      if (isRoutine(change.name)) return applyToRoutine(database, change, disk);
      throw notHeld(change.name);
    }
    if (await editGlobal({ conversation, target }, change)) return { kind: 'applied' };
    const now = await read(change.name);
    return { kind: 'conflict', found: now === null ? null : digestOf(now) };
  };
  const applyInOrder = (changes: readonly OtherChange[]): Promise<DocumentName | null> => {
    const none = changes.find(({ name }) => !isRoutine(name));
    if (none !== undefined) throw notHeld(none.name);
    return applyToRoutines(database, changes, disk);
  };
  return {
    appendRegister: (entries) => inside(() => appendRegister(conversation, target, entries)),
    apply: (change) => inside(() => apply(change)),
    applyInOrder: (changes) => inside(() => applyInOrder(changes)),
    applyTogether: (edits, wrote) => inside(() => editGlobals({ conversation, target }, edits, wrote)),
    compile: (names) => inside(() => compileRoutines(database, names, disk)),
    run: (step) => inside(() => runs.run(step)),
    writesOf: (attempt) => inside(() => runs.writesOf(attempt)),
    forgetRun: (attempt) => inside(() => runs.forgetRun(attempt)),
    close: async () => {
      if (closed) return;
      closed = true;
      onClose();
      await conversation.end();
    },
  };
}

type OtherChange = Exclude<DocumentChange, { kind: 'edit' }>;

function notHeld(name: DocumentName): Error {
  return refused(name, 'this database holds routines (.m) and globals.');
}

async function appendRegister(
  conversation: Conversation,
  target: string,
  entries: readonly string[],
): Promise<void> {
  if (entries.length === 0) return;
  const frames = entries.map((entry) => Buffer.from(entry));
  const answer = await conversation.ask(['register'], frames);
  if (answer.kind === 'error') throw failure('TARGET_UNREACHABLE', { target, why: answer.status });
}
