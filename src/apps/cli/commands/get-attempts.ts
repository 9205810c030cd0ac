import type { AttemptStory } from '../../../journal/journal-state.ts';
import { printedBy } from '../../../journal/printed-by.ts';
import type { Ports } from '../../../ports/ports.ts';
import { lookAtSite } from '../../../reconcile/look-at-site.ts';
import { outsideNodes } from '../../../reconcile/outside-nodes.ts';
import type { AttemptRemark, ListedAttempt } from '../../../report/attempts-as-text.ts';
import { attemptRemarksAsText, attemptsAsText } from '../../../report/attempts-as-text.ts';
import type { Answer } from '../answer.ts';
import type { SiteOptions } from '../open-site.ts';
import { openSite, readPatchId } from '../open-site.ts';
import type { Shell } from '../shell.ts';
import { zoneOfSite } from '../site-zone.ts';
import { textOrNull } from '../told-plan.ts';

/** Lists the attempts as the journal tells them, oldest first. */
export async function getAttempts(
  shell: Shell,
  options: SiteOptions & { readonly patch?: string },
): Promise<Answer> {
  const wanted = options.patch === undefined ? null : readPatchId(options.patch);
  const site = await openSite(shell, options);
  const { ports, setup } = site;
  const { journal } = await lookAtSite(ports, setup);
  const stories = [...journal.attempts.values()].filter(({ patch }) => wanted === null || patch === wanted);
  const { paint } = shell.terminal;
  const remarks = await remarksOn(ports, stories);
  return {
    exit: 0,
    text: [
      attemptsAsText(stories.map(listedAttempt), await zoneOfSite(site), paint),
      ...attemptRemarksAsText(remarks, paint),
    ].join('\n'),
    json: { kind: 'attempts', site: setup.site, attempts: toldAttempts(stories, remarks) },
  };
}

/** What is to be said of attempts besides what their table says. */
export async function remarksOn(
  ports: Pick<Ports, 'vault'>,
  stories: readonly AttemptStory[],
): Promise<readonly AttemptRemark[]> {
  const remarks: AttemptRemark[] = [];
  for (const story of stories) {
    const { attempt, end } = story;
    const outcome = end?.outcome ?? 'under-way';
    remarks.push({
      attempt,
      outcome,
      outside: await outsideNodes(ports, story),
      foreign: end?.foreign ?? [],
      printed: printedBy(story),
    });
  }
  return remarks;
}

/** Attempts for programs. */
export function toldAttempts(stories: readonly AttemptStory[], remarks: readonly AttemptRemark[]) {
  return stories.map((story, index) => ({
    ...toldAttempt(story),
    wroteOutside: remarks[index]?.outside ?? [],
  }));
}

/** An attempt for a table. */
export function listedAttempt(story: AttemptStory): ListedAttempt {
  const { attempt, action, patch, startedAt, end } = story;
  const outcome = end?.outcome ?? 'under-way';
  return { attempt, action, patch, startedAt, outcome, why: end?.why ?? '', ...proofsOf(story) };
}

function proofsOf({ end, facts }: AttemptStory): Pick<ListedAttempt, 'proofBefore' | 'proofAfter'> {
  const backedUp = facts.find((fact) => fact.kind === 'backed-up');
  return { proofBefore: backedUp?.proofBefore ?? null, proofAfter: end?.proof ?? null };
}

function toldAttempt(story: AttemptStory) {
  const { trigger, who, end, startedAt, releaseDigest, backup } = story;
  return {
    ...listedAttempt(story),
    releaseDigest,
    trigger,
    who,
    startedAt: textOrNull(startedAt),
    endedAt: textOrNull(end?.at ?? null),
    foreign: end?.foreign ?? [],
    printed: printedBy(story),
    backup,
  };
}
