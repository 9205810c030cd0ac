import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setInYaml } from '../../src/base/edit-yaml.ts';
import { signerOf } from '../../src/base/ssh-signature.ts';
import type { EngineName } from './database.ts';

/** Everything that the demo makes, anew on each run. */
export interface DemoFolder {
  readonly top: string;
  /** Bare repositories that the git server serves. */
  readonly host: string;
  /** Working copy of the patches repository. */
  readonly work: string;
  readonly keys: Readonly<Record<KeyName, DemoKey>>;
  /** File of the token with which the operator signs in at the sites' page. */
  readonly token: string;
}

export interface DemoKey {
  readonly file: string;
  readonly publicKey: string;
}

export const sites = ['uat-north', 'uat-south', 'prod-madrid', 'prod-lisbon'] as const;
export type DemoSite = (typeof sites)[number];
type KeyName = DemoSite | 'ana.prieto' | 'ben.okafor';

/** Clears the folder and lays in it the working copy from `examples/`, with the patches for this engine and fresh keys in the place of the samples. */
export function layDemoFolder(top: string, examples: string, engine: EngineName): DemoFolder {
  rmSync(top, { recursive: true, force: true });
  const host = join(top, 'host');
  const work = join(top, 'patches-repository');
  mkdirSync(host, { recursive: true });
  mkdirSync(join(top, 'keys'));
  cpSync(join(examples, 'patches-repository'), work, { recursive: true });
  if (engine === 'mumps') {
    rmSync(join(work, 'patches'), { recursive: true });
    cpSync(join(examples, 'mumps', 'patches'), join(work, 'patches'), { recursive: true });
  }
  const names: readonly KeyName[] = [...sites, 'ana.prieto', 'ben.okafor'];
  const keys = Object.fromEntries(
    names.map((name) => [name, newKey(join(top, 'keys', name))]),
  ) as DemoFolder['keys'];
  putKeysIntoFleet(join(work, 'fleet.yaml'), keys);
  const token = join(top, 'keys', 'page-token');
  writeFileSync(token, `${randomBytes(16).toString('hex')}\n`, { mode: 0o600 });
  return { top, host, work, keys, token };
}

function newKey(file: string): DemoKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  const text = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  writeFileSync(file, text, { mode: 0o600 });
  chmodSync(file, 0o600);
  return { file, publicKey: signerOf(text, file).publicKey };
}

function putKeysIntoFleet(file: string, keys: DemoFolder['keys']): void {
  const fleet = readFileSync(file, 'utf8');
  const owners: readonly (readonly [path: readonly (string | number)[], owner: KeyName])[] = [
    ...sites.map((site, index) => [['sites', index, 'key'], site] as const),
    [['people', 0, 'key'], 'ana.prieto'],
    [['people', 1, 'key'], 'ben.okafor'],
  ];
  const edited = owners.reduce((text, [path, owner]) => setInYaml(text, path, keys[owner].publicKey), fleet);
  writeFileSync(file, edited);
}

/** Writes the site.yaml of a site of the demo, and returns its path. */
export function writeSiteConfig(
  { top, keys, token }: DemoFolder,
  site: DemoSite,
  { url, engine, page }: { readonly url: string; readonly engine: string; readonly page: number },
): string {
  const folder = join(top, 'sites', site);
  mkdirSync(folder, { recursive: true });
  const lines = [
    `site: ${site}`,
    'remotes:',
    `  patches: { url: ${url}/patches.git }`,
    `  status: { url: ${url}/status.git }`,
    'engine:',
    `  ${engine}`,
    'trust:',
    `  publisher: [${keys['ana.prieto'].publicKey}]`,
    `  release: [${keys['ana.prieto'].publicKey}]`,
    `  operator: [{ name: ben.okafor, key: ${keys['ben.okafor'].publicKey} }]`,
    `key: ${JSON.stringify(keys[site].file)}`,
    `state: ${JSON.stringify(join(folder, 'state'))}`,
    'poll: 5s',
    'page:',
    `  address: 127.0.0.1:${page}`,
    `  users: [{ name: ben.okafor, role: operator, token: { file: ${JSON.stringify(token)} } }]`,
  ];
  const path = join(folder, 'site.yaml');
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}
