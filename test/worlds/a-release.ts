import { createHash, createPrivateKey } from 'node:crypto';
import { digestOf } from '../../src/base/digest.ts';
import type { ObjectId, PatchId } from '../../src/base/names.ts';
import { signedTag } from '../../src/base/signed-object.ts';
import type { Signer } from '../../src/base/signer.ts';
import { signerOf } from '../../src/base/ssh-signature.ts';
import type { ReleaseEntry } from '../../src/desired/desired-state.ts';
import { parseManifest } from '../../src/kit/parse-manifest.ts';
import { releaseDigestOf } from '../../src/kit/release-digest.ts';
import type { FetchedRelease } from '../../src/kit/release-record.ts';
import { releaseTagMessage, releaseTagName } from '../../src/kit/release-tag.ts';

/** What a patch of a test is about; all else is filled in. */
export interface PatchWish {
  /** Kit files by name, such as `Lab.A.cls` or `config.zwr`. */
  readonly kit?: Readonly<Record<string, string>>;
  /** Fields of patch.yaml besides id, title and kit. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** How globals of the kit go in. */
  readonly globals?: 'merge' | 'replace';
  /** The file of the release notes and what it says. */
  readonly notes?: Readonly<Record<string, string>>;
}

export interface TestRelease {
  readonly entry: ReleaseEntry;
  readonly fetched: FetchedRelease;
}

/** The same key each time: tests are deterministic. */
export function testSigner(name: string): Signer {
  const seed = createHash('sha256').update(name).digest();
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
  const key = createPrivateKey({ key: Buffer.concat([prefix, seed]), format: 'der', type: 'pkcs8' });
  return signerOf(key.export({ type: 'pkcs8', format: 'pem' }).toString());
}

/** A release of these kit files, signed. */
export function aRelease(id: string, sequence: number, wish: PatchWish, signer: Signer): TestRelease {
  const files = filesOf(id, wish);
  const manifest = parseManifest('patch.yaml', files.get('patch.yaml') ?? '');
  const digest = releaseDigestOf([...files].map(([path, text]) => ({ path, digest: digestOf(text) })));
  const tagger = { name: 'Release', email: 'release@example.org', at: 0 };
  const object = objectId(`commit of ${id} ${digest}`);
  const message = releaseTagMessage(manifest.id, manifest.title, digest);
  const tagObject = signedTag({ object, tag: releaseTagName(manifest.id), tagger, message }, signer);
  const tag = objectId(Buffer.from(tagObject).toString('latin1'));
  const { title, requires, supersedes, sites, policy } = manifest;
  const size = [...files.values()].reduce((sum, text) => sum + text.length, 0);
  return {
    entry: { id: id as PatchId, sequence, tag, digest, title, requires, supersedes, sites, policy, size },
    fetched: { tag, tagObject, files: [...files].map(([path, text]) => aFile(path, text)) },
  };
}

/** Something that looks like a git object id and is the same for the same text. */
export function objectId(text: string): ObjectId {
  return createHash('sha1').update(text).digest('hex') as ObjectId;
}

function filesOf(
  id: string,
  { kit = {}, manifest = {}, globals = 'merge', notes = { 'notes.md': `# ${id}\n` } }: PatchWish,
): Map<string, string> {
  const entries = Object.entries(kit).map(([name, text]) => ({
    ...{ file: `kit/${name}`, sha256: digestOf(text) },
    ...(name.endsWith('.zwr') ? { globals } : {}),
  }));
  const text = JSON.stringify({
    id,
    title: `Patch ${id}`,
    kit: entries,
    notes: Object.keys(notes)[0],
    policy: { default: 'automatic' },
    ...manifest,
  });
  return new Map([
    ['patch.yaml', text],
    ...Object.entries(notes),
    ...Object.entries(kit).map(([name, content]) => [`kit/${name}`, content] as const),
  ]);
}

function aFile(path: string, text: string): FetchedRelease['files'][number] {
  const bytes = Buffer.from(text);
  return {
    path,
    size: bytes.length,
    read: async function* () {
      yield await Promise.resolve(bytes);
    },
  };
}
