import { getInput, getMultilineInput, setSecret } from '@actions/core';
import { failure } from '../../base/failure.ts';
import type { Signer } from '../../base/signer.ts';
import { signerOf } from '../../base/ssh-signature.ts';
import type { GitRemote } from '../../adapters/git/git-remote.ts';

/** The name of the channel. Failure WRONG_ARGUMENT. */
export function readChannel(): string {
  const channel = getInput('channel') || 'default';
  if (/^[a-z0-9]+([.-][a-z0-9]+)*$/.test(channel)) return channel;
  throw failure('WRONG_ARGUMENT', {
    what: 'The input `channel`',
    word: channel,
    expected: 'a name such as default',
  });
}

/** Public keys of those who publish and release, without their comments. */
export function readTrust(): readonly string[] {
  return getMultilineInput('trust').map((key) => key.split(/\s+/).slice(0, 2).join(' '));
}

/** The patches repository on its host. */
export function readRepository(): GitRemote {
  return { url: getInput('repository'), account: accountOf('token'), ca: null };
}

/** Where the sites say how they are; null: in the checkout itself. */
export function readStatusRemote(): GitRemote | null {
  const url = getInput('status');
  return url === '' ? null : { url, account: accountOf('status-token'), ca: null };
}

function accountOf(input: string): GitRemote['account'] {
  const password = secretInput(input);
  return password === '' ? null : { name: 'x-access-token', password };
}

/** The key that signs; it is never written to a file. Failures ARGUMENT_MISSING, KEY_ENCRYPTED, KEY_UNREADABLE. */
export function readSigner(): Signer {
  const key = secretInput('key');
  if (key === '') {
    const where = 'the input `key`: a secret that holds a private SSH key';
    throw failure('ARGUMENT_MISSING', { what: 'private key to sign with', where });
  }
  return signerOf(`${key}\n`);
}

/** Whatever must never be shown. */
export function secretsOfInputs(): readonly string[] {
  return ['key', 'token', 'status-token'].map(secretInput).filter((secret) => secret !== '');
}

function secretInput(name: string): string {
  const secret = getInput(name);
  if (secret !== '') setSecret(secret);
  return secret;
}

/** In whose name is released. Failure WRONG_ARGUMENT. */
export function readAuthor(env: NodeJS.ProcessEnv): { readonly name: string; readonly email: string } {
  const actor = (env['GITHUB_ACTOR'] ?? '').replace(/[^\w[\].-]/g, '') || 'patchfleet';
  const text = getInput('as') || `${actor} <${actor}@users.noreply.github.com>`;
  const [, name, email] = /^\s*([^<>]*[^<>\s])\s*<([^<>\s]+@[^<>\s]+)>\s*$/.exec(text) ?? [];
  if (name !== undefined && email !== undefined) return { name, email };
  throw failure('WRONG_ARGUMENT', { what: 'The input `as`', word: text, expected: '"Name <mail@host>"' });
}
