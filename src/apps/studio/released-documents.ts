import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { digestOf } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import type { ObjectId, PatchId } from '../../base/names.ts';
import type { PatchesRepository } from '../../ports/patches-repository.ts';
import { readPublished } from '../../publish/read-published.ts';
import { readReleaseContent } from '../../publish/read-release-content.ts';
import { releasedTags } from '../../publish/released.ts';
import type { OurKeys } from '../../publish/why-not-ours.ts';

/** What the fleet was sent: of each document the latest release that carries it. */
export interface ReleasedDocuments {
  /** Releases in the order in which the channel has them; those that it does not have come last. */
  readonly order: readonly PatchId[];
  /** The latest release that carries, or removes, this document; null: none does. */
  latest(name: string): ReleasedDocument | null;
  /** Canonical bytes as that release carries them; null: it removes the document. */
  read(document: ReleasedDocument): Promise<Uint8Array | null>;
  /** What is not known, and why. */
  readonly remarks: readonly string[];
}

export interface ReleasedDocument {
  readonly patch: PatchId;
  readonly name: string;
  /** SHA-256 of the canonical bytes; null: the release removes it. */
  readonly digest: string | null;
  /** The nodes are merged into the global: the release does not tell the whole. */
  readonly merged: boolean;
}

type Repository = Pick<PatchesRepository, 'listTags' | 'readRef' | 'readObject' | 'readFiles' | 'readBlob'>;

interface ReleasedGround {
  readonly repository: Repository;
  readonly channel: string;
  readonly publishers: OurKeys;
  /** Folder for what was read of releases, which never change; made where it is missing. */
  readonly cache: string;
}

/** Reads every release as of the last refresh, each once for ever. A release that cannot be read is said, and left out. */
export async function readReleasedDocuments(ground: ReleasedGround): Promise<ReleasedDocuments> {
  const tags = await releasedTags(ground.repository);
  const { order, remarks } = await orderOf(ground, [...tags.keys()]);
  const byName = new Map<string, ReleasedDocument>();
  mkdirSync(ground.cache, { recursive: true, mode: 0o700 });
  for (const patch of order) {
    const tag = tags.get(patch);
    if (tag === undefined) continue;
    const documents = await documentsOf(ground, patch, tag);
    if (documents === null) remarks.push(`The kit of ${patch} cannot be read here.`);
    for (const document of documents ?? []) byName.set(document.name, { patch, ...document });
  }
  return {
    ...{ order, remarks },
    latest: (name) => byName.get(name) ?? null,
    read: async ({ patch, name }) => {
      const { kit } = await readReleaseContent(ground.repository, {
        id: patch,
        tag: tags.get(patch) as ObjectId,
      });
      return kit.find(({ document }) => document.name === name)?.document.bytes ?? null;
    },
  };
}

async function orderOf(
  { repository, channel, publishers }: ReleasedGround,
  tagged: readonly PatchId[],
): Promise<{ readonly order: readonly PatchId[]; readonly remarks: string[] }> {
  try {
    const published = await readPublished(repository, { channel, ...publishers });
    const known = (published?.content.releases ?? []).map(({ id }) => id);
    return { order: [...known, ...tagged.filter((id) => !known.includes(id)).sort()], remarks: [] };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { order: [...tagged].sort(), remarks: [error.message] };
  }
}

type KeptDocument = Omit<ReleasedDocument, 'patch'>;
const keptSchema = z.array(
  z.strictObject({ name: z.string(), digest: z.string().nullable(), merged: z.boolean() }),
);

/** Null: it cannot be read. */
async function documentsOf(
  { repository, cache }: ReleasedGround,
  patch: PatchId,
  tag: ObjectId,
): Promise<readonly KeptDocument[] | null> {
  const path = join(cache, `${tag}.json`);
  const kept = existsSync(path) ? readKept(readFileSync(path, 'utf8')) : null;
  if (kept !== null) return kept;
  try {
    const { manifest, kit } = await readReleaseContent(repository, { id: patch, tag });
    const documents = [
      ...kit.map(({ document, globals }) => ({
        name: document.name,
        digest: digestOf(document.bytes),
        merged: globals === 'merge',
      })),
      ...manifest.remove.map((name) => ({ name: name, digest: null, merged: false })),
    ];
    writeFileSync(path, JSON.stringify(documents), { mode: 0o600 });
    return documents;
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

function readKept(text: string): readonly KeptDocument[] | null {
  try {
    return keptSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
