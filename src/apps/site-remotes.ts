import { resolve } from 'node:path';
import type { Finding } from '../base/schema-findings.ts';
import type { SecretPlaces } from './read-secret.ts';
import { readSecret, readSecretFile } from './read-secret.ts';
import type { SiteFile } from './site-schema.ts';

/** A git remote with its secrets read: what the git adapters take. */
export interface RemoteConfig {
  readonly url: string;
  readonly account: { readonly name: string; readonly password: string } | null;
  /** Certificates (PEM) that are trusted besides the machine's own; null: none. */
  readonly ca: string | null;
}

/** The remotes, the secrets in them, and what of them could not be read. */
interface ReadRemotes {
  readonly patches: RemoteConfig;
  readonly status: RemoteConfig;
  readonly secrets: readonly string[];
  readonly findings: readonly Finding[];
}

/** Reads the secrets that the remotes name. A status remote that is not named is the patches repository. */
export function readRemotes({ patches, status }: SiteFile['remotes'], places: SecretPlaces): ReadRemotes {
  const findings: Finding[] = [];
  const own = readRemote(patches, places, (key, message) =>
    findings.push({ path: ['remotes', 'patches', key], atKey: false, message }),
  );
  const other =
    status === undefined
      ? own
      : readRemote(status, places, (key, message) =>
          findings.push({ path: ['remotes', 'status', key], atKey: false, message }),
        );
  const accounts = [own, other].flatMap(({ account }) => (account === null ? [] : [account.password]));
  return {
    patches: own,
    status: other,
    secrets: [...new Set(accounts)].filter((secret) => secret !== ''),
    findings,
  };
}

type Complain = (key: string, message: string) => void;

function readRemote(
  remote: SiteFile['remotes']['patches'],
  places: SecretPlaces,
  complain: Complain,
): RemoteConfig {
  const { url, username, password, ca } = remote;
  const told = (key: string) => (message: string) => {
    complain(key, message);
  };
  return {
    url,
    account:
      password === undefined
        ? null
        : { name: username ?? 'patchfleet', password: readSecret(password, places, told('password')) },
    ca: ca === undefined ? null : readSecretFile(resolve(places.folder, ca), told('ca')),
  };
}
