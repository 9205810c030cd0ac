import { digestOf } from '../../../base/digest.ts';
import type { DocumentName } from '../../../document/document-name.ts';
import type { Inventory, InventoryEntry } from '../../../document/inventory.ts';
import { inventoryOf } from '../../../document/inventory.ts';
import type { ListedDocument, Target } from '../../../ports/target.ts';
import type { Disk } from '../../files/disk.ts';
import type { Conversation } from './conversation.ts';
import { startConversation } from './conversation.ts';
import { digestGlobals, readWholeGlobal } from './extract-globals.ts';
import { globalOf } from './held-documents.ts';
import type { MumpsDatabase } from './mumps-database.ts';
import { listGlobals, readSubtree, readValues } from './read-nodes.ts';
import { isRoutine, listRoutines, readRoutine, routineTime } from './routine-files.ts';

/** Does some work with a process in the database. */
export type Converse = <T>(work: (conversation: Conversation) => Promise<T>) => Promise<T>;

/** A process of its own for each piece of work. */
export function converseAnew(database: MumpsDatabase, disk: Disk): Converse {
  return async (work) => {
    const conversation = startConversation(database, disk);
    try {
      return await work(conversation);
    } finally {
      await conversation.end();
    }
  };
}

/** Reads a database without taking its lock: the site's own, or a copy of it. */
export function readDatabase(
  database: MumpsDatabase,
  converse: Converse,
): Pick<Target, 'inventory' | 'list' | 'read' | 'nodes'> {
  const target = database.globalDirectory;
  const read = async (name: DocumentName): Promise<Uint8Array | null> => {
    if (isRoutine(name)) return readRoutine(database, name);
    const global = globalOf(name);
    if (global === null) return null;
    if (global === name) return readWholeGlobal(database, global);
    return converse((conversation) => readSubtree({ conversation, target }, name));
  };
  return {
    inventory: (names) =>
      names === 'all' ? inventoryOfAll(database) : inventoryOfNames(database, names, read),
    list: () => listAll(database, converse),
    read,
    nodes: (references) => converse((conversation) => readValues({ conversation, target }, references)),
  };
}

/** What the database keeps for globals that were killed is not listed. */
async function listAll(database: MumpsDatabase, converse: Converse): Promise<readonly ListedDocument[]> {
  const globals = await converse((conversation) =>
    listGlobals({ conversation, target: database.globalDirectory }),
  );
  const routines = listRoutines(database).map((name) => ({ name, changedAt: routineTime(database, name) }));
  return [...globals.map((name) => ({ name, changedAt: null })), ...routines];
}

async function inventoryOfAll(database: MumpsDatabase): Promise<Inventory> {
  const globals = await digestGlobals(database, 'all');
  const routines = listRoutines(database).map((name) => entryOf(name, readRoutine(database, name)));
  const found = Array.from(globals, ([name, digest]) => ({ name, digest }));
  return inventoryOf([...found.filter(({ name }) => globalOf(name) !== null), ...routines]);
}

async function inventoryOfNames(
  database: MumpsDatabase,
  names: readonly DocumentName[],
  read: Target['read'],
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
