import type { Command } from 'commander';
import { failure } from '../../../base/failure.ts';
import { localAsText } from '../../../policy/zoned-time.ts';
import { lookAhead } from '../../../reconcile/look-ahead.ts';
import { unknownZone } from '../../../reconcile/site-zone.ts';
import { attemptRemarksAsText, attemptsAsText } from '../../../report/attempts-as-text.ts';
import { planAsText } from '../../../report/plan-as-text.ts';
import type { Answer } from '../answer.ts';
import { describeCommand } from '../command-text.ts';
import type { SiteOptions } from '../open-site.ts';
import { looksOnly, openSite, readPatchId, withSite } from '../open-site.ts';
import type { Shell } from '../shell.ts';
import { toldPlan } from '../told-plan.ts';
import { listedAttempt, remarksOn, toldAttempts } from './get-attempts.ts';
import type { ToldPatch } from './get-patches.ts';
import { toldPatches } from './get-patches.ts';

/** `patchfleet explain <patch>`: why a patch is where it is at this site. */
export function defineExplain(command: Command, shell: Shell): void {
  describeCommand(withSite(command), {
    description: [
      'Says why a patch is in the state in which it is at this site: since when, what it waits for, until when or for whom, what it would do to each document, how its attempts ended, and whether somebody took it back.',
      looksOnly,
    ],
    examples: [['patchfleet explain LAB-2026.014', 'why is it not installed yet?']],
  })
    .argument('<patch>', 'id of the patch')
    .action(shell.answer((word: string, options: SiteOptions) => explain(shell, word, options)));
}

async function explain(shell: Shell, word: string, options: SiteOptions): Promise<Answer> {
  const id = readPatchId(word);
  const { ports, setup } = await openSite(shell, options);
  const outlook = await lookAhead(ports, setup);
  const patch = toldPatches(outlook).find((one) => one.patch === id);
  if (patch === undefined) throw failure('PATCH_UNKNOWN', { patch: id, site: setup.site });
  const steps = (outlook.plan?.steps ?? []).filter(({ release }) => release.id === id);
  const plan = outlook.plan === null ? null : { ...outlook.plan, steps };
  const zone = outlook.desired?.site.timezone ?? unknownZone;
  const recall = outlook.desired?.recalls.find((one) => one.patch === id) ?? null;
  const stories = [...outlook.view.journal.attempts.values()].filter((story) => story.patch === id);
  const remarks = await remarksOn(ports, stories);
  const lines = [
    stateAsText(patch, setup.site, zone),
    ...(recall === null
      ? []
      : [`${recall.who} took it back: ${recall.why} (what is installed: ${recall.installed})`]),
    ...(plan === null || steps.length === 0
      ? []
      : [planAsText(plan, { ...outlook, zone }, shell.terminal.paint)]),
    ...(stories.length === 0 ? [] : [attemptsAsText(stories.map(listedAttempt), zone, shell.terminal.paint)]),
    ...attemptRemarksAsText(remarks, shell.terminal.paint),
  ];
  return {
    exit: steps.length === 0 ? 0 : 1,
    text: lines.join('\n'),
    json: {
      kind: 'explanation',
      site: setup.site,
      patch,
      steps: plan === null ? [] : toldPlan(plan, outlook).steps,
      recall,
      attempts: toldAttempts(stories, remarks),
    },
  };
}

function stateAsText({ patch, title, state, since, why }: ToldPatch, site: string, zone: string): string {
  const date = since === null ? '' : ` since ${localAsText(Date.parse(since), zone)}`;
  const reason = why === '' ? '' : `: ${why.replace(/\.$/, '')}`;
  return `${patch}${title === null ? '' : ` (${title})`} is ${state} at ${site}${date}${reason}.`;
}
