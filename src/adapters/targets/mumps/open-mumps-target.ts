import { digestOf } from '../../../base/digest.ts';
import { failure } from '../../../base/failure.ts';
import type { ChangeResult, DocumentChange } from '../../../document/change.ts';
import type { DocumentName } from '../../../document/document-name.ts';
import type { Inventory, InventoryEntry } from '../../../document/inventory.ts';
import { inventoryOf } from '../../../document/inventory.ts';
import type { TargetFacts } from '../../../installed/target-facts.ts';
import type { Target, TargetSession } from '../../../ports/target.ts';
import type { Disk } from '../../files/disk.ts';
import type { Conversation } from './conversation.ts';
import { startConversation } from './conversation.ts';
import { editGlobal } from './edit-global.ts';
import { digestGlobals, readWholeGlobal } from './extract-globals.ts';
import { globalOf, refused } from './held-documents.ts';
import { freeBytes, lookAtDatabase } from './look-at-database.ts';
import type { MumpsDatabase } from './mumps-database.ts';
import { readSubtree } from './read-subtree.ts';
import { applyToRoutine, isRoutine, listRoutines, readRoutine } from './routine-files.ts';

/** What the engine needs. */
interface MumpsTargetOptions {
  readonly database: MumpsDatabase;
  readonly disk: Disk;
}

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
  const target = database.globalDirectory;
  let open: Conversation | null = null;
  const conversing = async <T>(work: (conversation: Conversation) => Promise<T>): Promise<T> => {
    if (open !== null) return work(open);
    const conversation = startConversation(database, disk);
    try {
      return await work(conversation);
    } finally {
      await conversation.end();
    }
  };
  const read = async (name: DocumentName): Promise<Uint8Array | null> => {
    if (isRoutine(name)) return readRoutine(database, name);
    const global = globalOf(name);
    if (global === null) return null;
    if (global === name) return readWholeGlobal(database, global);
    return conversing((conversation) => readSubtree(conversation, name, target));
  };
  return {
    look: () => conversing((conversation) => look(options, conversation)),
    inventory: (names) =>
      names === 'all' ? inventoryOfAll(database) : inventoryOfNames(database, names, read),
    read,
    open: async (holder) => {
      const conversation = await takeLock(options, holder);
      open = conversation;
      return sessionOf(options, conversation, read, () => {
        if (open === conversation) open = null;
      });
    },
  };
}

async function look({ database }: MumpsTargetOptions, conversation: Conversation): Promise<TargetFacts> {
  const view = await lookAtDatabase(conversation, database.globalDirectory);
  return {
    target: database.globalDirectory,
    engine: 'mumps',
    version: view.version,
    clock: null,
    primary: true,
    freeBytes: freeBytes(view, [database.routines[0]]),
    can: { runs: 'none', productions: false, kinds: ['routine', 'global'], routines: ['m'] },
    register: view.register,
  };
}

type Read = Target['read'];

async function inventoryOfAll(database: MumpsDatabase): Promise<Inventory> {
  const globals = await digestGlobals(database, 'all');
  const routines = listRoutines(database).map((name) => entryOf(name, readRoutine(database, name)));
  const found = Array.from(globals, ([name, digest]) => ({ name, digest }));
  return inventoryOf([...found.filter(({ name }) => globalOf(name) !== null), ...routines]);
}

async function inventoryOfNames(
  database: MumpsDatabase,
  names: readonly DocumentName[],
  read: Read,
): Promise<Inventory> {
  const asked = [...new Set(names)];
  const whole = asked.filter((name) => globalOf(name) === name);
  const globals = await digestGlobals(database, whole);
  const entries: InventoryEntry[] = whole.map((name) => ({ name, digest: globals.get(name) ?? null }));
  for (const name of asked) if (globalOf(name) !== name) entries.push(entryOf(name, await read(name)));
  return inventoryOf(entries);
}

function entryOf(name: DocumentName, bytes: Uint8Array | null): InventoryEntry {
  return { name, digest: bytes === null ? null : digestOf(bytes) };
}

async function takeLock({ database, disk }: MumpsTargetOptions, holder: string): Promise<Conversation> {
  const conversation = startConversation(database, disk);
  const target = database.globalDirectory;
  try {
    const answer = await conversation.ask(['lock'], [Buffer.from(holder)]);
    if (answer.kind === 'error') throw failure('TARGET_UNREACHABLE', { target, why: answer.status });
    if (answer.word === 'busy') throw failure('TARGET_BUSY', { target, holder: answer.body.toString() });
    return conversation;
  } catch (error) {
    await conversation.end();
    throw error;
  }
}

function sessionOf(
  { database, disk }: MumpsTargetOptions,
  conversation: Conversation,
  read: Read,
  onClose: () => void,
): TargetSession {
  const target = database.globalDirectory;
  let closed = false;
  const inside = async <T>(work: () => T | Promise<T>): Promise<T> => {
    if (closed) throw new Error('this session with the target is closed');
    return work();
  };
  const apply = async (change: DocumentChange): Promise<ChangeResult> => {
    if (change.kind !== 'edit') {
      if (isRoutine(change.name)) return applyToRoutine(database, change, disk);
      throw refused(change.name, 'this database holds routines (.m) and globals.');
    }
    if (await editGlobal({ conversation, target }, change.name, change.edits)) return { kind: 'applied' };
    return { kind: 'conflict', found: entryOf(change.name, await read(change.name)).digest };
  };
  return {
    appendRegister: (entries) =>
      inside(async () => {
        if (entries.length === 0) return;
        const frames = entries.map((entry) => Buffer.from(entry));
        const answer = await conversation.ask(['register'], frames);
        if (answer.kind === 'error') throw failure('TARGET_UNREACHABLE', { target, why: answer.status });
      }),
    apply: (change) => inside(() => apply(change)),
    run: () => inside(() => ({ ok: false, detail: 'The engine `mumps` runs no code here.', transcript: '' })),
    writesOf: () => inside(() => ({ kind: 'observed', writes: [], before: null })),
    forgetRun: () => inside(() => undefined),
    close: async () => {
      if (closed) return;
      closed = true;
      onClose();
      await conversation.end();
    },
  };
}
