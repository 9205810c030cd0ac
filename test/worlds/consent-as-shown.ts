import type { PatchId } from '../../src/base/names.ts';
import type { Ports } from '../../src/ports/ports.ts';
import { lookAhead } from '../../src/reconcile/look-ahead.ts';
import { recordAct } from '../../src/reconcile/record-act.ts';
import type { SiteSetup } from '../../src/reconcile/site-setup.ts';

/** An operator consents to all that the plan names of a patch now. */
export async function consentAsShown(
  { ports, setup }: { readonly ports: Ports; readonly setup: SiteSetup },
  patch: string,
): Promise<void> {
  const { desired, consents } = await lookAhead(ports, setup);
  const releaseDigest = desired?.releases.find(({ id }) => id === patch)?.digest;
  const wanted = consents.get(patch as PatchId);
  if (releaseDigest === undefined || wanted === undefined) throw new Error(`${patch} wants no consent here`);
  await recordAct(ports, setup, {
    ...{ kind: 'consent', patch: patch as PatchId, releaseDigest, seen: wanted.digest },
    ...{ who: 'ines', why: 'it is as it should be' },
  });
}
