import { failure } from '../../../base/failure.ts';
import type { DocumentName } from '../../../document/document-name.ts';
import { documentName } from '../../../document/document-name.ts';
import { globalBuilder } from '../../../document/global-builder.ts';
import { parseReference } from '../../../document/global.ts';
import type { Conversation } from './conversation.ts';
import { globalOf } from './held-documents.ts';
import { readCounted } from './read-answers.ts';

/** The process in the database, and how the database is called in a failure. */
export interface Room {
  readonly conversation: Conversation;
  readonly target: string;
}

/** Canonical bytes of the nodes at and below a reference; null: there is none. */
export async function readSubtree(room: Room, name: DocumentName): Promise<Uint8Array | null> {
  const pairs = await askForPairs(room, ['nodes', name]);
  if (pairs.length === 0) return null;
  const builder = globalBuilder();
  for (const [place, value] of pairs) {
    const reference = parseReference(place);
    if (reference === null) throw new Error('the database named a node in an unknown way');
    builder.add(reference, value);
  }
  return builder.finish();
}

/** Values of single nodes; one without a value, or that this database cannot hold, is left out. */
export async function readValues(room: Room, references: readonly string[]): Promise<Map<string, string>> {
  const asked = references.filter((reference) => globalOf(documentName(reference)) !== null);
  if (asked.length === 0) return new Map();
  const frames = asked.map((reference) => Buffer.from(reference, 'latin1'));
  const pairs = await askForPairs(room, ['values'], frames);
  return new Map(pairs.map(([number, value]) => [asked[Number(number) - 1] ?? '', value]));
}

/** Names of the globals that hold something, but patchfleet's own. */
export async function listGlobals(room: Room): Promise<readonly DocumentName[]> {
  const names = await ask(room, ['names']);
  return names.map(documentName).filter((name) => globalOf(name) === name);
}

async function askForPairs(
  room: Room,
  words: readonly string[],
  frames: readonly Uint8Array[] = [],
): Promise<[string, string][]> {
  const counted = await ask(room, words, frames);
  return Array.from({ length: counted.length / 2 }, (_, at) => [
    counted[2 * at] ?? '',
    counted[2 * at + 1] ?? '',
  ]);
}

async function ask(
  { conversation, target }: Room,
  words: readonly string[],
  frames: readonly Uint8Array[] = [],
): Promise<readonly string[]> {
  const answer = await conversation.ask(words, frames);
  if (answer.kind === 'error') throw failure('TARGET_UNREACHABLE', { target, why: answer.status });
  return readCounted(answer.body).map((bytes) => bytes.toString('latin1'));
}
