import type { Instant } from '../../src/base/instant.ts';
import type { Forecast } from '../../src/fleet/preview/preview.ts';
import { recordAct } from '../../src/reconcile/record-act.ts';
import { testSigner } from '../worlds/a-release.ts';
import type { World } from '../worlds/a-world.ts';
import { consentAsShown } from '../worlds/consent-as-shown.ts';

/** Somebody at a site gives the leave that a preview names. */
export async function giveLeave(
  world: World,
  { patch, blocker: { reason, message } }: Forecast['leaves'][number],
  now: Instant,
): Promise<void> {
  world.now = now;
  const entry = world.released.find(({ entry: { id } }) => id === patch)?.entry;
  if (entry === undefined) throw new Error(`no release ${patch}`);
  const act = { patch, releaseDigest: entry.digest, why: 'the test says so' };
  if (reason === 'AwaitingApproval') {
    const key = testSigner('rita').publicKey;
    await recordAct(world.ports, world.setup, { kind: 'approve', ...act, who: 'rita', key });
  } else if (message.includes('has to consent')) {
    await consentAsShown(world, patch);
  } else if (message.includes('has to remove this one first')) {
    await recordAct(world.ports, world.setup, { kind: 'remove', ...act, who: 'ines' });
  } else {
    await recordAct(world.ports, world.setup, { kind: 'install-now', ...act, who: 'ines' });
  }
}
