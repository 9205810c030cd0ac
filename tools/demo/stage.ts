import { createReadStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { nodeDisk } from '../../src/adapters/files/node-disk.ts';
import { openDirectoryTarget } from '../../src/adapters/targets/directory/open-directory-target.ts';
import type { DocumentChange } from '../../src/document/change.ts';
import { computeChange } from '../../src/document/compute-change.ts';
import { readKitFile } from '../../src/kit/formats/read-kit-file.ts';
import type { GitServer } from '../git-server.ts';
import { startGitServer } from '../git-server.ts';
import type { DemoFolder, DemoSite } from './folder.ts';
import { layDemoFolder, sites, writeSiteConfig } from './folder.ts';
import { git } from './programs.ts';

/** The demo's world: a git server with two repositories, a working copy, four databases of plain files. */
export interface DemoStage {
  readonly folder: DemoFolder;
  readonly server: GitServer;
  /** Path of each site's site.yaml. */
  readonly configs: Readonly<Record<DemoSite, string>>;
}

/** Sets everything up as it is before the first release. */
export async function openStage(top: string, examples: string): Promise<DemoStage> {
  const folder = layDemoFolder(top, examples);
  for (const name of ['patches', 'status']) await makeBareRepository(folder.host, `${name}.git`);
  const server = await startGitServer({ root: folder.host });
  await beginWorkingCopy(folder, `${server.url}/patches.git`);
  const configs = Object.fromEntries(
    sites.map((site) => [site, writeSiteConfig(folder, site, server.url)]),
  ) as DemoStage['configs'];
  for (const site of sites) {
    await fillDatabase(join(top, 'sites', site, 'namespace'), join(examples, 'databases', `${site}.xml`));
  }
  return { folder, server, configs };
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

/** Puts an export into an empty database of plain files. */
async function fillDatabase(folder: string, source: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const target = openDirectoryTarget({ folder, disk: nodeDisk(), clock: { now: Date.now } });
  const session = await target.open('demo');
  for await (const { document } of readKitFile(
    source,
    createReadStream(source) as AsyncIterable<Uint8Array>,
  )) {
    const change: DocumentChange | null = computeChange(document.name, null, document.bytes);
    if (change !== null) await session.apply(change);
  }
  await session.close();
}
