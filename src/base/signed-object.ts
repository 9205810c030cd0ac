import type { Instant } from './instant.ts';
import type { ObjectId } from './names.ts';
import type { Signer } from './signer.ts';
import { gitNamespace } from './signer.ts';

/** A git object's signature (armored; null: none) and the bytes that it signs. */
interface SignedObject {
  readonly payload: Uint8Array;
  readonly signature: string | null;
}

export interface Author {
  readonly name: string;
  readonly email: string;
  readonly at: Instant;
}

interface CommitFields {
  readonly tree: ObjectId;
  readonly parents: readonly ObjectId[];
  readonly author: Author;
  readonly message: string;
}

interface TagFields {
  readonly object: ObjectId;
  readonly tag: string;
  readonly tagger: Author;
  readonly message: string;
}

/**
 * Takes the header `gpgsig` out of a commit object (without git's `commit <size>` header). A commit that carries it twice
 * counts as unsigned. Source: git's Documentation/gitformat-signature.
 */
export function splitSignedCommit(raw: Uint8Array): SignedObject {
  const text = latin1(raw);
  const headerEnd = text.indexOf('\n\n');
  const header = headerEnd < 0 ? text : text.slice(0, headerEnd + 1);
  const found = [...header.matchAll(/^gpgsig (.*\n(?: .*\n)*)/gm)];
  const [first] = found;
  if (first === undefined || found.length > 1) return { payload: raw, signature: null };
  const payload = text.slice(0, first.index) + text.slice(first.index + first[0].length);
  return { payload: Buffer.from(payload, 'latin1'), signature: (first[1] ?? '').replace(/^ /gm, '') };
}

/** Cuts the signature off the end of a tag object. Source: git's Documentation/gitformat-signature. */
export function splitSignedTag(raw: Uint8Array): SignedObject {
  const text = latin1(raw);
  const start = text.lastIndexOf('\n-----BEGIN SSH SIGNATURE-----\n') + 1;
  if (start === 0) return { payload: raw, signature: null };
  return { payload: raw.subarray(0, start), signature: text.slice(start) };
}

/** Bytes of a commit object, signed where there is a signer; author and committer are the same, the zone is UTC. */
export function signedCommit(fields: CommitFields, signer: Signer | null): Uint8Array {
  const { tree, parents, message } = fields;
  const who = authorLine(fields.author);
  const header = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${who}`,
    `committer ${who}`,
  ];
  const payload = (more: readonly string[]) =>
    Buffer.from(`${[...header, ...more].join('\n')}\n\n${ended(message)}`);
  if (signer === null) return payload([]);
  const signature = signer.sign(gitNamespace, payload([])).trimEnd().replaceAll('\n', '\n ');
  return payload([`gpgsig ${signature}`]);
}

/** Bytes of a tag object on a commit, signed where there is a signer. */
export function signedTag({ object, tag, tagger, message }: TagFields, signer: Signer | null): Uint8Array {
  const header = [`object ${object}`, 'type commit', `tag ${tag}`, `tagger ${authorLine(tagger)}`];
  const payload = Buffer.from(`${header.join('\n')}\n\n${ended(message)}`);
  if (signer === null) return payload;
  return Buffer.concat([payload, Buffer.from(signer.sign(gitNamespace, payload))]);
}

function authorLine({ name, email, at }: Author): string {
  return `${plain(name)} <${plain(email)}> ${Math.floor(at / 1000)} +0000`;
}

/** Git's own rule: neither angle brackets nor control characters in a name. */
function plain(text: string): string {
  return text.replace(/[<>\p{Cc}]/gu, '').trim();
}

function ended(message: string): string {
  return message.endsWith('\n') ? message : `${message}\n`;
}

function latin1(raw: Uint8Array): string {
  return Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1');
}
