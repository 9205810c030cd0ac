import type { Command } from 'commander';
import type { ActOptions } from '../act-on-site.ts';
import { failure } from '../../../base/failure.ts';
import type { PatchId } from '../../../base/names.ts';
import { lookAhead } from '../../../reconcile/look-ahead.ts';
import { actOnSite, knownRelease, withAct } from '../act-on-site.ts';
import { describeCommand } from '../command-text.ts';
import { readPatchId } from '../open-site.ts';
import type { Shell } from '../shell.ts';

/** `patchfleet consent <patch>`: what cannot be undone may be done. */
export function defineConsent(command: Command, shell: Shell): void {
  describeCommand(withAct(command), {
    description: [
      'Says that a patch may overwrite what was changed here by hand since an earlier patch, run code of which not every write could be put back, or bring routines with lines that do not compile here. `patchfleet plan` names them, `patchfleet diff` shows the documents.',
      'The consent is for this very release and for what the plan names at this moment: what is changed by hand later wants another one. It ends with its next attempt.',
    ],
    examples: [['patchfleet consent LAB-2026.014 --why "hot fix is in the patch"', 'let local edits go']],
  })
    .argument('<patch>', 'id of the patch')
    .action(
      shell.answer((word: string, options: ActOptions) => {
        const patch = readPatchId(word);
        return actOnSite(shell, options, async (view, setup, ports) => {
          const releaseDigest = knownRelease(view, patch, setup.site);
          const wanted = (await lookAhead(ports, setup)).consents.get(patch);
          if (wanted === undefined) throw failure('ACT_SENSELESS', nothingWanted(patch));
          return {
            act: { kind: 'consent', patch, releaseDigest, seen: wanted.digest },
            effect: `The next attempt of ${patch} at ${setup.site} may do what it needs consent for: ${wanted.reasons.join(' ')}`,
          };
        });
      }),
    );
}

function nothingWanted(patch: PatchId): { readonly why: string; readonly next: string } {
  return {
    why: `The plan names nothing of ${patch} that needs consent here now.`,
    next: 'See `patchfleet plan` for what it waits for.',
  };
}
