import type { ActFact } from '../journal/journal-event.ts';
import type { RegisterEvent } from '../journal/register-entry.ts';
import type { Ports } from '../ports/ports.ts';
import { Desk } from './desk.ts';
import type { SiteSetup } from './site-setup.ts';

/**
 * Records what an operator on site said, under the target's lock. A retry and a settlement go into the register too,
 * since they change what the target remembers. Failure TARGET_BUSY while an agent is at work: try again.
 */
export async function recordAct(ports: Ports, setup: SiteSetup, act: ActFact): Promise<void> {
  const desk = new Desk(ports, setup, () => undefined);
  try {
    await desk.log(act);
    const entry = entryOf(act);
    if (entry !== null) await desk.register(entry);
  } finally {
    await desk.close();
  }
}

function entryOf(act: ActFact): RegisterEvent | null {
  const { who, why } = act;
  switch (act.kind) {
    case 'retry':
      return { kind: 'retry', patch: act.patch, who, why };
    case 'accept-channel':
      return { kind: 'channel-accepted', name: act.channel, who, why };
    case 'settle':
      return { kind: 'settled', patch: act.patch, as: act.as, who, why };
    case 'suspend':
    case 'resume-site':
    case 'hold':
    case 'resume':
    case 'install-now':
    case 'install-at':
    case 'remove':
    case 'approve':
    case 'consent':
    case 'widen-backup':
      return null;
  }
}
