import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeDisk } from '../src/adapters/files/node-disk.ts';
import { openPatchesRepository } from '../src/adapters/git/patches-repository.ts';
import { openStatusArchive } from '../src/adapters/git/status-archive.ts';
import { computePreview } from '../src/fleet/preview/compute-preview.ts';
import { kitsWanted } from '../src/fleet/preview/concerned-documents.ts';
import { readSiteRecords } from '../src/fleet/preview/site-records.ts';
import type { ArchivedTip } from '../src/ports/status-archive.ts';
import type { PatchesRepository } from '../src/ports/patches-repository.ts';
import { previewAsMarkdown } from '../src/report/preview/preview-as-markdown.ts';
import { git } from '../test/adapters/git/git-host.ts';
import type { Thoroughness } from './main.ts';
import { sideBySide } from './side-by-side.ts';
import { inTemporaryFolder } from './temporary-folder.ts';
import type { ToldFleet } from './told-fleet.ts';
import { aToldFleet, commitOf, now } from './told-fleet.ts';

const sites = 1_000;

/**
 * The preview of one patch over a thousand sites, by how many of them differ; then with the fetch of all their statuses. Counted is processor time, so
 * that what else the machine does counts less.
 */
export async function benchPreview({ quick }: Thoroughness): Promise<void> {
  for (const states of [1, 10, 100, 1_000]) {
    const fleet = await aToldFleet(sites, states);
    const files = fleet.tips.flatMap(({ statusFile, attempts }) => [statusFile, ...attempts.values()]);
    const title = `Preview of one patch over ${sites} sites with ${states} different states, processor time`;
    await sideBySide(title, 5, [
      {
        name: 'patchfleet, reading and previewing',
        run: () => processorTime(() => previewOf(fleet, fleet.tips)),
      },
      {
        name: 'JSON.parse of what the sites said',
        run: () => processorTime(() => files.map((file) => parsed(file))),
      },
    ]);
    const records = readSiteRecords(fleet.input.desired.fleet.sites, fleet.tips, now);
    const input = { ...fleet.input, sites: records };
    await sideBySide(`The same once it was read, processor time`, 5, [
      { name: 'patchfleet, previewing', run: () => processorTime(() => computePreview(input)) },
    ]);
  }
  if (!quick) await inTemporaryFolder(benchFetched);
}

/** Milliseconds of all processors. */
function processorTime(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function parsed(file: Uint8Array): unknown {
  return JSON.parse(Buffer.from(file).toString());
}

function previewOf({ input }: ToldFleet, tips: readonly ArchivedTip[]): string {
  const records = readSiteRecords(input.desired.fleet.sites, tips, now);
  const whole = { ...input, sites: records };
  kitsWanted(whole);
  return previewAsMarkdown(computePreview(whole), []);
}

async function benchFetched(folder: string): Promise<void> {
  const fleet = await aToldFleet(sites, 10);
  const host = join(folder, 'status.git');
  await writeBranches(host, fleet.tips);
  const remote = { url: host, account: null, ca: null };
  let round = 0;
  const fresh = (): string => join(folder, `copy-${(round += 1)}.git`);
  await sideBySide(`Preview of one patch over ${sites} sites, their statuses fetched`, 3, [
    {
      name: 'patchfleet, fetching and previewing',
      run: async () => {
        const archive = openStatusArchive({ folder: fresh(), remote, disk: nodeDisk() });
        return previewOf(fleet, await archive.readAll());
      },
    },
    {
      name: 'git fetch --depth 1 of the branches',
      run: async () => {
        const copy = fresh();
        await git(folder, ['init', '--quiet', '--bare', copy]);
        await git(copy, ['fetch', '--quiet', '--depth', '1', host, '+refs/heads/status/*:refs/status/*']);
      },
    },
  ]);
}

async function writeBranches(host: string, tips: readonly ArchivedTip[]): Promise<void> {
  const remote = { url: host, account: null, ca: null };
  const repository = openPatchesRepository({ folder: host, remote, disk: nodeDisk() });
  const refs: string[] = [];
  for (const tip of tips) refs.push(`${await writeTip(repository, tip)} refs/heads/status/${tip.site}\n`);
  writeFileSync(join(host, 'packed-refs'), `# pack-refs with: peeled fully-peeled sorted \n${refs.join('')}`);
  await git(host, ['repack', '-a', '-d', '--quiet']);
}

async function writeTip(repository: PatchesRepository, tip: ArchivedTip): Promise<string> {
  const files = new Map([['status.json', tip.statusFile], ...tip.attempts]);
  const leaves = await Promise.all(
    [...files].map(async ([path, bytes]) => {
      const blob = await repository.writeBlob(bytes);
      return [path, { blob, executable: false, size: bytes.length }] as const;
    }),
  );
  return repository.writeObject(
    'commit',
    commitOf(tip.site, await repository.writeTree(new Map(leaves)), now),
  );
}
