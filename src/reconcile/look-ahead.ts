import type { PatchId } from '../base/names.ts';
import type { DesiredState } from '../desired/desired-state.ts';
import type { JournalState } from '../journal/journal-state.ts';
import type { Ports } from '../ports/ports.ts';
import { computePlan } from '../plan/compute-plan.ts';
import type { DocumentPreview } from '../plan/intended.ts';
import { unwillingAbove } from '../plan/removals.ts';
import { readStandpoint } from '../plan/standpoint.ts';
import type { Plan } from '../plan/plan.ts';
import { misquotes } from './check-claims.ts';
import { lookAtSite } from './look-at-site.ts';
import { lookIntoReleases } from './look-into-releases.ts';
import type { WantedConsent } from '../plan/wanted-consent.ts';
import { noFindings, planInput } from './plan-input-of.ts';
import type { Problem } from './pass-event.ts';
import { readChannel } from './read-channel.ts';
import type { SiteSetup } from './site-setup.ts';
import type { SiteView } from './look-at-site.ts';

/** What a pass would do now, document by document. */
export interface Outlook {
  readonly plan: Plan | null;
  /** For every patch of the plan whose kit could be had: what it would do to each document. */
  readonly previews: ReadonlyMap<PatchId, readonly DocumentPreview[]>;
  /** Why there is no preview of a patch. */
  readonly unseen: ReadonlyMap<PatchId, string>;
  /** What an operator has to consent to before a patch goes in, given already or not; a patch that is missing needs none. */
  readonly consents: ReadonlyMap<PatchId, WantedConsent>;
  readonly rehearsals: JournalState['rehearsals'];
  readonly problems: readonly Problem[];
  /** Installed patches that would have to be removed before this one, and that nobody asked to remove, in that order. */
  readonly unwillingAbove: (patch: PatchId) => readonly PatchId[];
  readonly view: SiteView;
  readonly desired: DesiredState | null;
}

/**
 * The same walk as a pass, stopped after the plan: it takes no lock and changes nothing. Documents are compared as the
 * target holds them now; patches that stand one behind the other in the plan are compared each on its own.
 */
export async function lookAhead(ports: Ports, setup: SiteSetup): Promise<Outlook> {
  const view = await lookAtSite(ports, setup);
  const { desired, problems } = await readChannel(ports, setup, view.installed);
  const { rehearsals } = view.journal;
  const unseen = { previews: new Map(), unseen: new Map(), consents: new Map() };
  const none = { ...unseen, rehearsals, problems, view, desired, unwillingAbove: () => [] };
  if (desired === null) return { plan: null, ...none };
  const asked = await planInput({ ports, setup }, { view, desired }, noFindings);
  const gathered = { claims: new Map(), facts: [] };
  const { input, plan: first } = await lookIntoReleases({ ports, setup }, asked, gathered);
  const all = [...problems, ...misquotes(input.claims)];
  const above = (patch: PatchId) => unwillingAbove(patch, readStandpoint(input));
  if (first.steps.length === 0) return { ...none, plan: first, problems: all, unwillingAbove: above };
  // Most plans are empty; what reads kits is loaded where there is one to read.
  const { previewSteps } = await import('./preview-steps.ts');
  const seen = await previewSteps(ports, setup, { desired, view }, first);
  const plan = computePlan({ ...input, ...seen.findings });
  const { previews, consents } = seen;
  const known = { plan, rehearsals, previews, unseen: seen.unseen, consents };
  return { ...known, problems: all, view, desired, unwillingAbove: above };
}
