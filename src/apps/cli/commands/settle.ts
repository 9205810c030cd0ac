import type { Command } from 'commander';
import { Option } from 'commander';
import type { ActOptions } from '../act-on-site.ts';
import { actOnSite, knownRelease, withAct } from '../act-on-site.ts';
import { describeCommand } from '../command-text.ts';
import { readPatchId } from '../open-site.ts';
import type { Shell } from '../shell.ts';
import type { PatchId } from '../../../base/names.ts';
import type { SiteView } from '../../../reconcile/look-at-site.ts';

/** `patchfleet settle <patch>`: ends an inconsistency, after a person has looked. */
export function defineSettle(command: Command, shell: Shell): void {
  describeCommand(withAct(command), {
    description: [
      'Ends the state Inconsistent, in which nothing runs at this site: says what holds for the patch now, after a person has looked at the documents and mended them.',
    ],
    examples: [
      [
        'patchfleet settle LAB-2026.014 --as removed --why "restored from tape"',
        'the old state stands again',
      ],
    ],
  })
    .argument('<patch>', 'id of the patch')
    .addOption(
      new Option('--as <state>', 'what holds now').choices(['installed', 'removed']).makeOptionMandatory(),
    )
    .action(
      shell.answer((word: string, options: ActOptions & { readonly as: 'installed' | 'removed' }) => {
        const patch = readPatchId(word);
        return actOnSite(shell, options, (view, { site }) => {
          knownRelease(view, patch, site);
          return {
            act: { kind: 'settle', patch, as: options.as, ...settled(view, patch) },
            effect: `${patch} counts as ${options.as} at ${site}; the next pass goes on.`,
          };
        });
      }),
    );
}

/** The attempt that is settled: the one that made the site inconsistent about this patch. */
function settled({ installed }: SiteView, patch: PatchId): { readonly settles?: number } {
  const { inconsistent } = installed;
  return inconsistent?.patch === patch ? { settles: inconsistent.attempt } : {};
}
