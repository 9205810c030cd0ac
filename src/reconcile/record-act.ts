import { failure } from '../base/failure.ts';
import type { Instant } from '../base/instant.ts';
import type { InstalledState } from '../installed/installed-state.ts';
import type { ActFact } from '../journal/journal-event.ts';
import type { RegisterEvent } from '../journal/register-entry.ts';
import { readOperatorActs } from '../plan/read-operator-acts.ts';
import type { Ports } from '../ports/ports.ts';
import { Desk } from './desk.ts';
import { inventoryNow } from './documents.ts';
import type { SiteView } from './look-at-site.ts';
import { lookAtSite } from './look-at-site.ts';
import type { Objection } from './objection-to-act.ts';
import { objectionToAct } from './objection-to-act.ts';
import { recordLoss } from './lost-state.ts';
import type { SiteSetup } from './site-setup.ts';

/**
 * Records what an operator on site said, under the target's lock. A retry and a settlement go into the register too,
 * since they change what the target remembers; of a hold, a suspension, a start at a time or a removal taken back it keeps that there was one.
 * A state directory that was lost since the last pass is recorded as lost first. Failure TARGET_BUSY while an agent is at work: try again; ACT_SENSELESS where it would
 * change nothing.
 */
export async function recordAct(ports: Ports, setup: SiteSetup, act: ActFact): Promise<void> {
  const desk = new Desk(ports, setup, () => undefined);
  try {
    await desk.session();
    const view = await lookAtSite(ports, setup);
    const { installed, journal } = view;
    const timed = act.kind === 'hold' || act.kind === 'install-at';
    const zone = timed ? await zoneHere(ports, setup, installed) : 'UTC';
    const said = ports.clock.now();
    const ground = { now: said, zone, installed, acts: readOperatorActs(journal, setup) };
    const objection = objectionToAct(act, ground) ?? (await objectionOfVault(ports, view, act));
    if (objection !== null) throw failure('ACT_SENSELESS', objection);
    const entry = act.kind === 'settle' ? await settlement(ports, installed, act) : entryOf(act, said);
    // Who resumes a site whose loss no pass has told yet does not speak of it: it is recorded after that, and holds.
    if (act.kind !== 'resume-site') await recordLoss(desk, view);
    await desk.log(act, said);
    if (entry !== null) await desk.register(...ownerFor(view, setup), entry);
    if (act.kind === 'settle' && installed.inconsistent !== null)
      await (await desk.session()).forgetRun(installed.inconsistent.attempt);
  } finally {
    await desk.close();
  }
}

/** A removal that can never happen is not taken. */
async function objectionOfVault(ports: Ports, view: SiteView, act: ActFact): Promise<Objection | null> {
  if (act.kind !== 'remove') return null;
  // Reads snapshots, which no other act does.
  const { whyNotRemovable } = await import('./removal-task.ts');
  const why = await whyNotRemovable(ports, view, act.patch);
  const next =
    'Put the state directory back from its own backup if it was lost; otherwise undo it by a further patch.';
  return why === null ? null : { why, next };
}

/** Of these acts a refusal can name a time: for others the channel need not be read. */
async function zoneHere(ports: Ports, setup: SiteSetup, installed: InstalledState): Promise<string> {
  const { siteZone } = await import('./site-zone.ts');
  return siteZone(ports, setup, installed);
}

/** A settlement is about the one patch that the site is inconsistent about; an attempt under way is rolled back, not settled. */
async function settlement(
  { target }: Pick<Ports, 'target'>,
  { inconsistent, open }: InstalledState,
  { patch, as, who, why, settles }: Extract<ActFact, { kind: 'settle' }>,
): Promise<RegisterEvent> {
  if (open !== null || inconsistent?.patch !== patch) throw failure('NOT_INCONSISTENT', { patch });
  if (settles !== undefined && settles !== inconsistent.attempt)
    throw failure('ACT_SENSELESS', {
      why: `What was looked at is attempt ${settles}, and ${patch} is inconsistent since attempt ${inconsistent.attempt}.`,
      next: 'Look at what holds now, and settle that.',
    });
  const names = inconsistent.documents.map(({ name }) => name);
  return { kind: 'settled', patch, as, who, why, documents: await inventoryNow(target, names) };
}

/** The first entry of every register, where there is none yet. */
function ownerFor({ installed, facts }: SiteView, { site }: SiteSetup): readonly RegisterEvent[] {
  return installed.owner === null ? [{ kind: 'owner', site, target: facts.target }] : [];
}

/** `said`: when the journal says it was said. */
function entryOf(act: Exclude<ActFact, { kind: 'settle' }>, said: Instant): RegisterEvent | null {
  const { who, why } = act;
  switch (act.kind) {
    case 'retry':
      return { kind: 'retry', patch: act.patch, who, why };
    case 'accept-channel':
      return {
        ...{ kind: 'channel-accepted', name: act.channel, who, why },
        ...(act.commit === undefined ? {} : { commit: act.commit }),
      };
    case 'suspend':
    case 'hold':
    case 'install-at':
    case 'keep':
      return { kind: 'forbade', said };
    case 'resume-site':
    case 'resume':
    case 'install-now':
    case 'remove':
    case 'approve':
    case 'consent':
    case 'widen-backup':
      return null;
  }
}
