import type { Command } from 'commander';
import type { ActOptions } from '../act-on-site.ts';
import { actOnSite, knownRelease, withAct } from '../act-on-site.ts';
import { describeCommand } from '../command-text.ts';
import { readPatchId } from '../open-site.ts';
import type { Shell } from '../shell.ts';

/** `patchfleet consent <patch>`: what cannot be undone may be done. */
export function defineConsent(command: Command, shell: Shell): void {
  describeCommand(withAct(command), {
    description: [
      'Says that a patch may overwrite what was changed here by hand since an earlier patch, run code of which not every write could be put back, or bring routines with lines that do not compile here. `patchfleet plan` names them, `patchfleet diff` shows the documents.',
      'The consent is for this very release and ends with its next attempt.',
    ],
    examples: [['patchfleet consent LAB-2026.014 --why "hot fix is in the patch"', 'let local edits go']],
  })
    .argument('<patch>', 'id of the patch')
    .action(
      shell.answer((word: string, options: ActOptions) => {
        const patch = readPatchId(word);
        return actOnSite(shell, options, (view, { site }) => ({
          act: { kind: 'consent', patch, releaseDigest: knownRelease(view, patch, site) },
          effect: `The next attempt of ${patch} at ${site} may do what \`patchfleet plan\` says it needs consent for.`,
        }));
      }),
    );
}
