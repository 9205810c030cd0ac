import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Disk } from '../../src/adapters/files/disk.ts';
import { openJournalFile } from '../../src/adapters/files/journal-file.ts';
import { nodeDisk } from '../../src/adapters/files/node-disk.ts';
import { openOutbox } from '../../src/adapters/git/outbox.ts';
import { openDirectoryTarget } from '../../src/adapters/targets/directory/open-directory-target.ts';
import { openVault } from '../../src/adapters/vault/open-vault.ts';
import type { DocumentChange } from '../../src/document/change.ts';
import { computeChange } from '../../src/document/compute-change.ts';
import { documentName } from '../../src/document/document-name.ts';
import type { Ports } from '../../src/ports/ports.ts';
import { recordAct } from '../../src/reconcile/record-act.ts';
import type { PassOutcome } from '../../src/reconcile/reconcile-once.ts';
import { reconcileOnce } from '../../src/reconcile/reconcile-once.ts';
import { testSigner } from '../worlds/a-release.ts';
import type { World } from '../worlds/a-world.ts';
import { aWorld, before, failingPatch, firstPatch, patch } from './scenarios.ts';

export type Story = 'installs' | 'rolls back' | 'removes';
export const stories: readonly Story[] = ['installs', 'rolls back', 'removes'];

/** The host, in memory and the same in every process: clock, keys and releases are deterministic. */
export function hostOf(story: Story): World {
  return aWorld(story === 'rolls back' ? failingPatch : firstPatch);
}

/** Journal, vault, outbox and target as they are on site, below one folder; everything they write goes through the disk. */
export function portsIn(folder: string, world: World, disk: Disk = nodeDisk()): Ports {
  const state = join(folder, 'state');
  const { repository, clock } = world.ports;
  return {
    repository,
    clock,
    target: openDirectoryTarget({ folder: join(folder, 'target'), disk, clock }),
    vault: openVault({ folder: join(state, 'vault'), disk }),
    journal: openJournalFile({ folder: join(state, 'journal'), disk }),
    outbox: openOutbox({
      ...{ folder: join(state, 'outbox'), disk, clock, transport: 'system' },
      remote: { url: join(folder, 'status.git'), account: null, ca: null },
      ...{ site: world.setup.site, signer: testSigner('site') },
    }),
  };
}

export function passIn(folder: string, world: World, disk?: Disk): Promise<PassOutcome> {
  return reconcileOnce(portsIn(folder, world, disk), world.setup);
}

/** A folder in which the next pass does what the story says. */
export async function prepare(folder: string, story: Story): Promise<void> {
  mkdirSync(join(folder, 'target'), { recursive: true });
  execFileSync('git', ['init', '--quiet', '--bare', join(folder, 'status.git')]);
  const world = hostOf(story);
  const { target } = portsIn(folder, world);
  const session = await target.open('the test');
  for (const change of initialChanges()) await session.apply(change);
  await session.close();
  if (story === 'removes') await prepareRemoval(folder, world);
}

async function prepareRemoval(folder: string, world: World): Promise<void> {
  await passIn(folder, world);
  const releaseDigest = world.released[0]?.entry.digest;
  if (releaseDigest === undefined) throw new Error('no release');
  await recordAct(portsIn(folder, world), world.setup, {
    ...{ kind: 'remove', patch, releaseDigest, who: 'ines', why: 'not wanted' },
  });
}

function initialChanges(): readonly DocumentChange[] {
  return Object.entries(before).flatMap(
    ([name, text]) => computeChange(documentName(name), null, Buffer.from(text)) ?? [],
  );
}

/** A copy of a prepared folder, to be spoilt. */
export function copyOf(template: string, folder: string): string {
  cpSync(template, folder, { recursive: true });
  return folder;
}
