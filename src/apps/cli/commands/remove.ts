import type { Command } from 'commander';
import type { ActOptions } from '../act-on-site.ts';
import { actOnSite, knownRelease, withAct } from '../act-on-site.ts';
import { describeCommand } from '../command-text.ts';
import { readPatchId } from '../open-site.ts';
import type { Shell } from '../shell.ts';

/** `patchfleet remove <patch>`: takes an installed patch out. */
export function defineRemove(command: Command, shell: Shell): void {
  describeCommand(withAct(command), {
    description: [
      'Says that an installed patch is to be taken out at this site: what was there before it is put back from the backup, document by document, and proven.',
      'A patch goes only where no later one requires it or touches its documents; `patchfleet plan` names those that have to go first.',
    ],
    examples: [['patchfleet remove LAB-2026.014 --why "wrong ward"', 'let the next pass take it out']],
  })
    .argument('<patch>', 'id of the patch')
    .action(
      shell.answer((word: string, options: ActOptions) => {
        const patch = readPatchId(word);
        return actOnSite(shell, options, (view, { site }) => ({
          act: { kind: 'remove', patch, releaseDigest: knownRelease(view, patch, site) },
          effect: `The next pass at ${site} may remove ${patch}; until then \`patchfleet keep ${patch}\` takes that back.`,
        }));
      }),
    );
}
