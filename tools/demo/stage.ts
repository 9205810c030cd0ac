import { createReadStream } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { readKitFile } from '../../src/kit/formats/read-kit-file.ts';
import type { GitServer } from '../git-server.ts';
import { startGitServer } from '../git-server.ts';
import type { DemoDatabase, DemoDatabases, EngineName } from './database.ts';
import { makeDirectoryDatabase } from './directory-database.ts';
import type { DemoFolder, DemoSite } from './folder.ts';
import { layDemoFolder, sites, writeSiteConfig } from './folder.ts';
import { makeMumpsDemoDatabase } from './mumps-database.ts';
import { git } from './programs.ts';

/** The demo's world: a git server with two repositories, a working copy, four databases. */
export interface DemoStage {
  readonly folder: DemoFolder;
  readonly server: GitServer;
  /** Path of each site's site.yaml. */
  readonly configs: Readonly<Record<DemoSite, string>>;
  readonly engine: EngineName;
  readonly databases: DemoDatabases;
}

/** Sets everything up as it is before the first release. */
export async function openStage(top: string, examples: string, engine: EngineName): Promise<DemoStage> {
  const folder = layDemoFolder(top, examples, engine);
  for (const name of ['patches', 'status']) await makeBareRepository(folder.host, `${name}.git`);
  const server = await startGitServer({ root: folder.host });
  const { url } = server;
  await beginWorkingCopy(folder, `${url}/patches.git`);
  const made = await Promise.all(sites.map((site) => openDatabase(top, examples, site, engine)));
  const databases = Object.fromEntries(made) as DemoDatabases;
  const page = await freePort();
  const configs = Object.fromEntries(
    sites.map((site) => [site, writeSiteConfig(folder, site, { url, engine: databases[site].config, page })]),
  ) as DemoStage['configs'];
  return { folder, server, configs, engine, databases };
}

/** A port of loopback that nobody listens at now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function openDatabase(
  top: string,
  examples: string,
  site: DemoSite,
  engine: EngineName,
): Promise<[DemoSite, DemoDatabase]> {
  const folder = join(top, 'sites', site, 'namespace');
  const database = await makeDatabase(folder, engine);
  const source = join(examples, 'databases', `${site}.xml`);
  const bytes = createReadStream(source) as AsyncIterable<Uint8Array>;
  await database.fill(readKitFile(source, bytes));
  return [site, database];
}

async function makeDatabase(folder: string, engine: EngineName): Promise<DemoDatabase> {
  switch (engine) {
    case 'directory':
      return makeDirectoryDatabase(folder);
    case 'mumps':
      return makeMumpsDemoDatabase(folder);
  }
}

/** Ends what runs for the demo; what it made stays. */
export async function closeStage({ server, databases }: DemoStage): Promise<void> {
  await server.close();
  for (const site of sites) await databases[site].close();
}

async function makeBareRepository(host: string, name: string): Promise<void> {
  await git(['init', '--quiet', '--bare', '--initial-branch=main', name], host);
  await git(['config', 'http.receivepack', 'true'], join(host, name));
}

async function beginWorkingCopy({ work }: DemoFolder, remote: string): Promise<void> {
  await git(['init', '--quiet', '--initial-branch=main'], work);
  await git(['config', 'user.name', 'Ana Prieto'], work);
  await git(['config', 'user.email', 'ana.prieto@example.org'], work);
  await git(['remote', 'add', 'origin', remote], work);
  await pushMain(work, 'Begin the patches repository');
}

/** What a merged pull request does: everything in the working copy is on main afterwards. */
export async function pushMain(work: string, message: string): Promise<void> {
  await git(['add', '--all'], work);
  await git(['commit', '--quiet', '--message', message], work);
  await git(['push', '--quiet', 'origin', 'main'], work);
}
