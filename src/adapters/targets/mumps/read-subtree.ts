import { failure } from '../../../base/failure.ts';
import type { DocumentName } from '../../../document/document-name.ts';
import { globalBuilder } from '../../../document/global-builder.ts';
import { parseReference } from '../../../document/global.ts';
import type { Conversation } from './conversation.ts';
import { readCounted } from './read-answers.ts';

/** Canonical bytes of the nodes at and below a reference; null: there is none. `target` is how the database is called in a failure. */
export async function readSubtree(
  conversation: Conversation,
  name: DocumentName,
  target: string,
): Promise<Uint8Array | null> {
  const answer = await conversation.ask(['nodes', name]);
  if (answer.kind === 'error') throw failure('TARGET_UNREACHABLE', { target, why: answer.status });
  const counted = readCounted(answer.body);
  if (counted.length === 0) return null;
  const builder = globalBuilder();
  for (let at = 0; at < counted.length; at += 2) {
    const reference = parseReference(counted[at]?.toString('latin1') ?? '');
    if (reference === null) throw new Error('the database named a node in an unknown way');
    builder.add(reference, counted[at + 1]?.toString('latin1') ?? '');
  }
  return builder.finish();
}
