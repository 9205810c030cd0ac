import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { signerOf } from '../../src/base/ssh-signature.ts';
import { aFleet, aPatch } from '../publish/a-patch.ts';
import { aPrivateKey } from '../publish/a-signer.ts';
import type { Ran } from './run-patchfleet.ts';
import { newFolder, runAsProcess, runPatchfleet } from './run-patchfleet.ts';

/** A real bare repository, a working copy with an origin, keys, and one site of plain files. */
export interface Host {
  readonly top: string;
  readonly work: string;
  readonly repository: string;
  readonly keyFile: string;
  readonly publicKey: string;
  /** Puts files on main, as a merged pull request does. */
  readonly merge: (files: Readonly<Record<string, string>>) => void;
  /** Runs git in the bare repository. */
  git(...args: string[]): string;
  /** Runs patchfleet in the working copy with the key of the release manager, who is trusted for everything. */
  run(...args: string[]): Promise<Ran>;
  /** Runs patchfleet at the site `uat-1`. */
  atSite(...args: string[]): Promise<Ran>;
  /** Writes a file of the site's database. */
  writeDocument(path: string, text: string): void;
}

/** A host whose main holds a fleet and these patches. */
export function aHost(...patches: readonly string[]): Host {
  return aHostFor(runPatchfleet, patches);
}

/** The same for tests that are about the real program: each command is a process of its own. */
export function aHostOfProcesses(...patches: readonly string[]): Host {
  return aHostFor(runAsProcess, patches);
}

function aHostFor(patchfleet: typeof runPatchfleet, patches: readonly string[]): Host {
  const top = newFolder();
  const [work, repository] = [join(top, 'work'), join(top, 'patches.git')];
  const [keyFile, namespace] = [join(top, 'key'), join(top, 'namespace')];
  const key = aPrivateKey();
  writeFileSync(keyFile, key);
  chmodSync(keyFile, 0o600);
  mkdirSync(namespace);
  const { publicKey } = signerOf(key);
  gitIn(top, 'init', '--quiet', '--bare', '--initial-branch=main', repository);
  gitIn(top, 'init', '--quiet', '--initial-branch=main', work);
  gitIn(work, 'remote', 'add', 'origin', repository);
  writeFileSync(join(top, 'site.yaml'), siteConfig({ repository, namespace, keyFile, publicKey, top }));
  const env = {
    PATCHFLEET_KEY: keyFile,
    PATCHFLEET_AS: 'Ana Prieto <ana@example.org>',
    PATCHFLEET_WHO: 'ana',
  };
  const merge: Host['merge'] = (files) => {
    writeAll(work, files);
    gitIn(work, 'add', '--all');
    gitIn(work, 'commit', '--quiet', '--allow-empty', '--message', 'Merge');
    gitIn(work, 'push', '--quiet', 'origin', 'main');
  };
  merge(
    Object.assign({ 'fleet.yaml': aFleet }, ...patches.map((id) => aPatch(id))) as Record<string, string>,
  );
  return {
    ...{ top, work, repository, keyFile, publicKey, merge },
    git: (...args) => gitIn(repository, ...args),
    run: (...args) => patchfleet(args, { cwd: work, env }),
    atSite: (...args) => patchfleet(args, { cwd: top, env }),
    writeDocument: (path, text) => {
      writeAll(namespace, { [path]: text });
    },
  };
}

function siteConfig(
  place: Readonly<Record<'repository' | 'namespace' | 'keyFile' | 'publicKey' | 'top', string>>,
): string {
  const { repository, namespace, keyFile, publicKey, top } = place;
  return `site: uat-1
remotes: { patches: { url: ${repository} } }
engine: { directory: { folder: ${namespace} } }
trust:
  publisher: [${publicKey}]
  release: [${publicKey}]
  approver: [{ name: ana, key: ${publicKey} }]
  operator: [{ name: ana, key: ${publicKey} }]
key: ${keyFile}
state: ${join(top, 'state')}
`;
}

function writeAll(top: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), text);
  }
}

function gitIn(folder: string, ...args: string[]): string {
  const who = ['-c', 'user.name=Mara', '-c', 'user.email=mara@example.org'];
  return execFileSync('git', [...who, ...args], { cwd: folder, encoding: 'utf8' });
}
