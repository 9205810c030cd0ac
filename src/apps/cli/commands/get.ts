import type { Command } from 'commander';
import { describeCommand } from '../command-text.ts';
import type { FleetOptions } from '../look-without-site.ts';
import { withoutSite } from '../look-without-site.ts';
import type { SiteOptions } from '../open-site.ts';
import { looksOnly, withSite } from '../open-site.ts';
import type { Shell } from '../shell.ts';
import { getAttempts } from './get-attempts.ts';
import { getPatches } from './get-patches.ts';
import { getSites } from './get-sites.ts';

/** `patchfleet get sites|patches|attempts`: lists. */
export function defineGet(command: Command, shell: Shell): void {
  command.description(
    'Lists the sites of the fleet, the patches of a site, or the attempts that were made there.',
  );
  describeCommand(withoutSite(withSite(command.command('sites'))), {
    summary: 'every site of the fleet, and how far each patch has come',
    description: [
      'Lists every site of the fleet with what it says of itself: read from the signed commits of the status branches. A site whose status is missing, unsigned or dated in the future is unknown.',
      looksOnly,
    ],
    examples: [
      ['patchfleet get sites', 'see the whole fleet, from a site'],
      [
        'patchfleet get sites --repository https://git.example.org/lab/patches.git --trust "ssh-ed25519 AAAA…"',
        'see it from anywhere',
      ],
    ],
  }).action(shell.answer((options: SiteOptions & FleetOptions) => getSites(shell, options)));
  describeCommand(withSite(command.command('patches')), {
    summary: 'every patch of this site, past and current',
    description: [
      'Lists every patch that this site knows, from its register and the channel: what is installed or removed, what was rolled back (the old state is proven to be back) or refused (nothing was touched), what waits, and for what.',
      looksOnly,
    ],
    examples: [['patchfleet get patches --json', 'for a program']],
  }).action(shell.answer((options: SiteOptions) => getPatches(shell, options)));
  describeCommand(withSite(command.command('attempts')), {
    summary: 'every attempt that was made at this site',
    description: [
      'Lists every attempt to install or to remove a patch at this site, with its outcome and its proofs: the digests over all documents of its scope before and after.',
      looksOnly,
    ],
    examples: [['patchfleet get attempts --patch LAB-2026.014', 'the attempts of one patch']],
  })
    .option('--patch <id>', 'of this patch only')
    .action(
      shell.answer((options: SiteOptions & { readonly patch?: string }) => getAttempts(shell, options)),
    );
}
