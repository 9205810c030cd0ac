import { isFailure } from '../base/failure.ts';
import type { Digest } from '../base/digest.ts';
import { proofOf } from '../document/inventory.ts';
import type { Inventory } from '../document/inventory.ts';
import { instantAsText } from '../base/instant.ts';
import type { AttemptStory } from '../journal/journal-state.ts';
import type { Ports } from '../ports/ports.ts';
import type { AttemptRecord } from '../status/status.ts';
import { tellableLines } from '../status/tellable-text.ts';
import { summaryOf } from './compute-status.ts';
import { shownName } from './shown-name.ts';
import type { SiteSetup } from './site-setup.ts';

/**
 * The record of an ended attempt, for the status branch. Globals are named without subscripts: a subscript can hold a
 * patient's number, and node lists stay on site. What a step said is read whole before it is split into lines.
 */
export async function attemptRecord(
  ports: Ports,
  { site, secrets }: Pick<SiteSetup, 'site' | 'secrets'>,
  story: AttemptStory,
): Promise<AttemptRecord> {
  const before = await snapshotOf(ports, story.backup);
  const after = await snapshotOf(ports, story.intended);
  const { trigger, who, why, end } = story;
  return {
    ...summaryOf(story),
    outcome: summaryOf(story).outcome,
    site,
    trigger,
    who,
    why: end?.why === undefined || end.why === '' ? why : end.why,
    steps: story.facts.map((fact) => ({ step: fact.kind, at: fact.at, detail: detailOf(fact) })),
    proofBefore: before.length === 0 ? null : proofOf(before),
    proofAfter: end?.proof ?? null,
    scope: scopeOf(story),
    foreign: [...new Set((end?.foreign ?? []).map(shownName))].sort(),
    documents: documentsOf(before, leftBy(story) ?? after),
    transcript: story.facts.flatMap((fact) =>
      tellableLines([`${instantAsText(fact.at)} ${fact.kind} ${detailOf(fact)}`.trimEnd()], secrets),
    ),
  };
}

/** Every write only where the database told what the patch's own code wrote. */
function scopeOf({ facts }: AttemptStory): AttemptRecord['scope'] {
  return facts.findLast((fact) => fact.kind === 'observed')?.scope ?? 'declared-documents';
}

/** Empty where there is none (any more). */
async function snapshotOf({ vault }: Pick<Ports, 'vault'>, snapshot: string | null): Promise<Inventory> {
  if (snapshot === null) return [];
  try {
    return await vault.inventory(snapshot);
  } catch (error) {
    if (isFailure(error, 'SNAPSHOT_DAMAGED')) return [];
    throw error;
  }
}

/** What it left, as it was read back; null: it did not come that far, or was undone. */
function leftBy({ facts }: AttemptStory): Inventory | null {
  for (const fact of facts) if (fact.kind === 'committed') return fact.documents;
  return null;
}

/** What was only backed up stayed as it was. */
function documentsOf(before: Inventory, after: Inventory): AttemptRecord['documents'] {
  const changed = new Map<string, Digest | null>(after.map(({ name, digest }) => [name, digest]));
  const documents = new Map<string, AttemptRecord['documents'][number]>();
  for (const { name, digest } of before) {
    const shown = shownName(name);
    documents.set(shown, {
      name: shown,
      before: digest,
      after: changed.has(name) ? (changed.get(name) ?? null) : digest,
    });
  }
  return [...documents.values()];
}

function detailOf(fact: AttemptStory['facts'][number]): string {
  switch (fact.kind) {
    case 'started':
      return `${fact.action} ${fact.patch} by ${fact.who ?? fact.trigger}`;
    case 'staged':
      return `${fact.documents} documents, ${fact.bytes} bytes`;
    case 'backing-up':
      return `${fact.documents} documents`;
    case 'backed-up':
      return `proof ${fact.proofBefore}`;
    case 'running':
      return fact.step;
    case 'ran':
      return `${fact.step}: ${fact.detail}`;
    case 'observed':
      return fact.why === '' ? `${fact.nodes} nodes outside of the backup` : fact.why;
    case 'committed':
    case 'rolled-back':
      return `proof ${fact.proof}`;
    case 'refused':
    case 'abandoned':
    case 'rolling-back':
    case 'inconsistent':
      return fact.why;
    case 'snapshotted':
      return `snapshot ${fact.snapshot}`;
    case 'installing':
    case 'verifying':
    case 'done':
    case 'told':
      return '';
  }
}
