import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Disk } from '../adapters/files/disk.ts';
import { openJournalFile } from '../adapters/files/journal-file.ts';
import { nodeDisk } from '../adapters/files/node-disk.ts';
import { makePrivateFolder } from '../adapters/files/private-folder.ts';
import { systemClock } from '../adapters/files/system-clock.ts';
import { openOutbox } from '../adapters/git/outbox.ts';
import { openVault } from '../adapters/vault/open-vault.ts';
import { failure } from '../base/failure.ts';
import type { Signer } from '../base/signer.ts';
import { signerOf } from '../base/ssh-signature.ts';
import type { PatchId } from '../base/names.ts';
import type { Ports } from '../ports/ports.ts';
import type { Clock } from '../ports/clock.ts';
import type { Outbox } from '../ports/outbox.ts';
import type { Repository } from '../ports/repository.ts';
import type { ScratchSite } from '../reconcile/rehearse.ts';
import type { SiteSetup } from '../reconcile/site-setup.ts';
import type { SiteConfig } from './config.ts';
import { findGitProgram } from './find-git-program.ts';
import { openSiteTarget } from './open-site-target.ts';

/** A site, ready to be worked on: everything that its configuration names, joined. */
export interface WiredSite {
  readonly ports: Ports;
  readonly setup: SiteSetup;
  /** Touched to make an agent that looks after the site look at once. */
  readonly hintFile: string;
  /** What must not appear in anything that leaves this machine. */
  readonly secrets: readonly string[];
}

/**
 * Joins a site's configuration with the adapters. No host is asked before a port is used. The state directory is made where it is missing, readable by its
 * user alone, as all that is written in it; nothing else is. `disk` is for tests that stop at each write. Failures FILE_UNREADABLE, KEY_UNREADABLE, KEY_ENCRYPTED.
 */
export async function wireSite(config: SiteConfig, disk: Disk = stateDisk(config)): Promise<WiredSite> {
  const { site, channel, trust, state } = config;
  makePrivateFolder(state);
  const clock = systemClock();
  const key = readSiteKey(config);
  const secrets = [...config.secrets, ...(key === null ? [] : [key.text])];
  return {
    ports: {
      repository: await openSiteRepository(config, disk),
      target: await openSiteTarget(config, { disk, clock }),
      vault: openVault({ folder: join(state, 'vault'), disk }),
      journal: openJournalFile({ folder: state, disk }),
      outbox: openSiteOutbox(config, key?.signer ?? null, { disk, clock }),
      clock,
    },
    setup: { site, channel, trust, agent: `${hostname()}:${process.pid}`, secrets },
    hintFile: join(state, 'hint'),
    secrets,
  };
}

/** A copy of the site to rehearse a patch on. Failure REHEARSAL_IMPOSSIBLE where its engine makes none. */
export async function openScratchSite(ports: Ports, patch: PatchId): Promise<ScratchSite> {
  const { target } = ports;
  if (target.rehearsal === undefined) {
    const { engine } = await target.look();
    throw failure('REHEARSAL_IMPOSSIBLE', { patch, why: `the engine \`${engine}\` makes no copies.` });
  }
  const copy = await target.rehearsal();
  const disk = nodeDisk({ privateBelow: copy.folder });
  const vault = openVault({ folder: join(copy.folder, 'vault'), disk });
  const journal = openJournalFile({ folder: copy.folder, disk });
  return { ports: { ...ports, target: copy.target, vault, journal }, close: () => copy.close() };
}

/** The patches repository and the statuses, through the adapter that the configuration asks for; mirrored in the state directory. */
export async function openSiteRepository(
  config: Pick<SiteConfig, 'patches' | 'status' | 'channel' | 'state' | 'git'> &
    Partial<Pick<SiteConfig, 'site'>>,
  disk: Disk = stateDisk(config),
): Promise<Repository> {
  const { patches, status, channel, state, site } = config;
  const remotes = { remote: patches, statusRemote: status };
  const options = {
    folder: join(state, 'mirror'),
    ...remotes,
    channel,
    disk,
    ...(site === undefined ? {} : { site }),
  };
  if (usesGitProgram(config)) {
    const { openSystemRepository } = await import('../adapters/git/system-repository.ts');
    return openSystemRepository(options);
  }
  const { openEmbeddedRepository } = await import('../adapters/git/embedded-repository.ts');
  return openEmbeddedRepository(options);
}

function stateDisk({ state }: Pick<SiteConfig, 'state'>): Disk {
  return nodeDisk({ privateBelow: state });
}

function openSiteOutbox(
  config: SiteConfig,
  signer: Signer | null,
  world: { readonly disk: Disk; readonly clock: Clock },
): Outbox {
  const { site, status, state } = config;
  const transport = usesGitProgram(config) ? 'system' : 'embedded';
  return openOutbox({ folder: join(state, 'outbox'), remote: status, site, signer, transport, ...world });
}

/** As the configuration says; `auto` is found out. */
function usesGitProgram({ git }: Pick<SiteConfig, 'git'>): boolean {
  switch (git) {
    case 'system':
      return true;
    case 'embedded':
      return false;
    case 'auto':
      return findGitProgram() !== null;
  }
}

function readSiteKey({ keyFile }: Pick<SiteConfig, 'keyFile'>): { signer: Signer; text: string } | null {
  if (keyFile === null) return null;
  const text = readKeyFile(keyFile);
  return { signer: signerOf(text, keyFile), text: text.trim() };
}

function readKeyFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw failure('FILE_UNREADABLE', { file, why: (error as Error).message }, error);
  }
}
