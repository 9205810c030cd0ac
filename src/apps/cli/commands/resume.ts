import type { Command } from 'commander';
import type { ActOptions } from '../act-on-site.ts';
import { actOnSite, withAct } from '../act-on-site.ts';
import { effectOfResume } from '../../../plan/effect-of-act.ts';
import { readOperatorActs } from '../../../plan/read-operator-acts.ts';
import { describeCommand } from '../command-text.ts';
import { readPatchId } from '../open-site.ts';
import type { Shell } from '../shell.ts';

/** `patchfleet resume [patch]`: ends a hold, or the site's suspension. */
export function defineResume(command: Command, shell: Shell): void {
  describeCommand(withAct(command), {
    description: [
      'Ends what `patchfleet hold` began for a patch; without a patch, ends what `patchfleet suspend` began for the site.',
      'It takes no removal back: that is `patchfleet keep`.',
      'A hold that came with the channel is ended where it was made: take its file out of the patches repository and publish.',
    ],
    examples: [
      ['patchfleet resume LAB-2026.014 --why "ward is ready"', 'let a held patch go on'],
      ['patchfleet resume --why "server has moved"', 'let the site go on'],
    ],
  })
    .argument('[patch]', 'id of the patch; without it: the site')
    .action(
      shell.answer((word: string | undefined, options: ActOptions) => {
        const patch = word === undefined ? null : readPatchId(word);
        return actOnSite(shell, options, ({ journal }, setup) => {
          const { site } = setup;
          if (patch === null) return { act: { kind: 'resume-site' }, effect: `${site} goes on.` };
          const effect = effectOfResume(patch, site, readOperatorActs(journal, setup));
          return { act: { kind: 'resume', patch }, effect };
        });
      }),
    );
}
