import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { failure } from '../../base/failure.ts';
import type { PatchId } from '../../base/names.ts';
import { isPatchId } from '../../base/names.ts';
import type { Ports } from '../../ports/ports.ts';
import type { SiteSetup } from '../../reconcile/site-setup.ts';
import type { WiredSite } from '../wire.ts';
import type { Shell } from './shell.ts';

export interface SiteOptions {
  readonly config?: string;
}

/** A site that its configuration was read of, and all that reaches it. */
export interface OpenSite {
  readonly ports: Ports;
  readonly setup: SiteSetup;
}

/** Gives a command the option that names the site's configuration. */
export function withSite(command: Command): Command {
  return command.option(
    '-c, --config <file>',
    "the site's configuration (or PATCHFLEET_CONFIG; default: ./site.yaml)",
  );
}

/** What the help of commands says that look and change nothing. */
export const looksOnly =
  'It writes nothing but what it fetches from the host: that is kept in `mirror` of the state directory, a cache, which may be lost. To look into a database it puts its helper there: for GT.M a routine in the state directory, for IRIS a class in the namespace.';

/**
 * Reads the configuration and joins the ports. Whatever secret it names is kept out of everything that is printed. The adapters are
 * loaded only now: a help text needs none.
 */
export async function openSite(shell: Shell, { config }: SiteOptions): Promise<WiredSite> {
  const { readSiteConfig } = await import('../config.ts');
  const { wireSite } = await import('../wire.ts');
  const wired = await wireSite(readSiteConfig(configPath(shell, config), shell.env));
  for (const secret of wired.secrets) shell.keepSecret(secret);
  return wired;
}

/** Where the configuration lies, as option, environment and default say in this order. Failure FILE_MISSING. */
export function configPath({ cwd, env }: Pick<Shell, 'cwd' | 'env'>, option: string | undefined): string {
  const named = option ?? env['PATCHFLEET_CONFIG'] ?? 'site.yaml';
  const path = resolve(cwd, named);
  if (!existsSync(path)) throw failure('SITE_CONFIG_MISSING', { path });
  return path;
}

/** The id of a patch that a person typed. Failure WRONG_ARGUMENT. */
export function readPatchId(word: string): PatchId {
  if (isPatchId(word)) return word;
  throw failure('WRONG_ARGUMENT', { what: 'The patch', word, expected: 'an id such as LAB-2026.014' });
}

/** Who acts: --who, PATCHFLEET_WHO, or the user of this machine. */
export function readWho({ env }: Pick<Shell, 'env'>, option: string | undefined): string {
  return option ?? env['PATCHFLEET_WHO'] ?? userInfo().username;
}
