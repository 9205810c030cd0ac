import type { Command } from 'commander';
import { effectOfKeep } from '../../../plan/effect-of-act.ts';
import { readObeyed } from '../../../reconcile/read-channel.ts';
import type { ActOptions } from '../act-on-site.ts';
import { actOnSite, withAct } from '../act-on-site.ts';
import { describeCommand } from '../command-text.ts';
import { readPatchId } from '../open-site.ts';
import type { Shell } from '../shell.ts';

/** `patchfleet keep <patch>`: takes a removal back that was asked for and not made yet. */
export function defineKeep(command: Command, shell: Shell): void {
  describeCommand(withAct(command), {
    description: [
      'Takes a `patchfleet remove` back that has not been done yet: the patch stays in. A hold of the patch goes on; `patchfleet resume` ends that.',
      'A removal by a recall is ended where it was made: take its file out of the patches repository and publish.',
    ],
    examples: [['patchfleet keep LAB-2026.014 --why "right ward after all"', 'let the patch stay']],
  })
    .argument('<patch>', 'id of the patch')
    .action(
      shell.answer((word: string, options: ActOptions) => {
        const patch = readPatchId(word);
        return actOnSite(shell, options, async ({ installed }, setup, ports) => {
          const { desired } = await readObeyed(ports, setup, installed);
          const effect = effectOfKeep(patch, setup.site, desired?.recalls ?? []);
          return { act: { kind: 'keep', patch }, effect };
        });
      }),
    );
}
