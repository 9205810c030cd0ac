import { z } from 'zod';
import type { Digest } from '../../base/digest.ts';
import { isDigest } from '../../base/digest.ts';
import { failure } from '../../base/failure.ts';
import { documentName } from '../../document/document-name.ts';
import type { InventoryEntry } from '../../document/inventory.ts';
import type { SnapshotLabel } from '../../ports/vault.ts';

/** One document of a snapshot: its digest, and the path of its bytes in the snapshot's tree; both null: it does not exist. */
export interface SnapshotEntry extends InventoryEntry {
  readonly path: string | null;
}

/** Content of a snapshot's `inventory.json`. */
interface SnapshotContent {
  readonly label: SnapshotLabel;
  readonly documents: readonly SnapshotEntry[];
}

/** Format that is written, and the newest that is read. */
const format = 1;

const schema = z.strictObject({
  format: z.literal(format),
  attempt: z.int().min(0),
  kind: z.enum(['backup', 'intended', 'undeclared', 'written', 'after']),
  documents: z.array(
    z.strictObject({
      name: z.string().transform(documentName),
      digest: z.custom<Digest>((value) => typeof value === 'string' && isDigest(value)).nullable(),
      path: z.string().nullable(),
    }),
  ),
});

/** One line per document, so that two snapshots can be compared by eye and by diff. */
export function writeInventoryFile({ label, documents }: SnapshotContent): Uint8Array {
  const head = `{"format":${format},"attempt":${label.attempt},"kind":"${label.kind}","documents":[`;
  const lines = documents.map(({ name, digest, path }) => JSON.stringify({ name, digest, path }));
  return Buffer.from(`${head}\n${lines.join(',\n')}\n]}\n`);
}

/** Null: it is not such a file. Failure NEWER_FORMAT where a newer program wrote it. */
export function readInventoryFile(snapshot: string, bytes: Uint8Array): SnapshotContent | null {
  const content = parseJson(Buffer.from(bytes).toString());
  const newer = z.object({ format: z.int().min(format + 1) }).safeParse(content);
  if (newer.success)
    throw failure('NEWER_FORMAT', { file: `snapshot ${snapshot}`, found: newer.data.format, known: format });
  const read = schema.safeParse(content);
  if (!read.success) return null;
  const { attempt, kind, documents } = read.data;
  return { label: { attempt, kind }, documents };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
