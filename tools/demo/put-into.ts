import { computeChange } from '../../src/document/compute-change.ts';
import type { FoundDocument } from '../../src/kit/formats/kit-source.ts';
import type { Target } from '../../src/ports/target.ts';

/** Puts documents into an empty target. */
export async function putInto(target: Target, documents: AsyncIterable<FoundDocument>): Promise<void> {
  const session = await target.open('demo');
  for await (const { document } of documents) {
    const change = computeChange(document.name, null, document.bytes);
    if (change !== null) await session.apply(change);
  }
  await session.close();
}
