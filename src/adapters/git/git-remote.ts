import { failure } from '../../base/failure.ts';

/** A repository on a git host, and how to get in. */
export interface GitRemote {
  /** `https://`, `http://`, `ssh://`, `file://`, `user@host:path` or an absolute path. Never carries a password. */
  readonly url: string;
  /** Sent as basic auth over http and https; null: none (the system adapter then asks git's credential helpers). */
  readonly account: GitAccount | null;
  /** Certificates (PEM) that are trusted besides the machine's own; null: none. */
  readonly ca: string | null;
}

export interface GitAccount {
  /** For most hosts any name will do beside a token. */
  readonly name: string;
  readonly password: string;
}

export type GitProtocol = 'https' | 'http' | 'ssh' | 'file';

/** The protocol of the remote's address. Failure GIT_REMOTE_INVALID where it is none of ours or carries a password. */
export function protocolOf({ url }: GitRemote, allowed: readonly GitProtocol[]): GitProtocol {
  const protocol = readProtocol(url);
  if (protocol === null) throw invalid(url, 'this is not an address of a git repository');
  if (!allowed.includes(protocol)) throw invalid(url, `${protocol} is not among ${allowed.join(', ')}`);
  if (/^https?:\/\/[^/]*@/.test(url) || /^ssh:\/\/[^/@]*:[^/@]*@/.test(url))
    throw invalid(url, 'an address must not carry an account');
  return protocol;
}

function readProtocol(url: string): GitProtocol | null {
  const scheme = /^(https|http|ssh|file):\/\/[^\s]+$/.exec(url)?.[1];
  if (scheme !== undefined) return scheme as GitProtocol;
  if (/^(\/|[A-Za-z]:[\\/])/.test(url)) return 'file';
  return /^[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:[^\s:]+$/.test(url) ? 'ssh' : null;
}

/** The remote as messages may show it: without whatever stands where an account would. */
export function shownRemote({ url }: GitRemote): string {
  return withoutAccount(url);
}

/** What must not be shown of this remote, in every form in which it travels. */
export function secretsOf({ account }: GitRemote): readonly string[] {
  if (account === null || account.password === '') return [];
  const { name, password } = account;
  return [password, encodeURIComponent(password), Buffer.from(`${name}:${password}`).toString('base64')];
}

function withoutAccount(url: string): string {
  return url.replace(/^([a-z+]+:\/\/)[^/@]*@/, '$1');
}

function invalid(url: string, why: string): Error {
  return failure('GIT_REMOTE_INVALID', { remote: withoutAccount(url), why });
}
