import type { Instant } from '../base/instant.ts';
import type { Ports } from '../ports/ports.ts';
import type { SiteView } from './look-at-site.ts';
import type { Preflight } from './preflight.ts';
import { preflight } from './preflight.ts';
import type { StagedPatch } from './stage.ts';

interface Kept {
  readonly ground: string;
  readonly at: Instant;
  readonly said: Preflight;
}

/** By the patch as it was staged, which holds as long as release, trust and engine do. */
const kept = new WeakMap<StagedPatch, Kept>();

/** An answer can also turn on what is not part of the patch, such as a class that another one extends. */
const holdsFor = 60 * 60 * 1000;

/**
 * That the target had nothing against a patch that waits, for an hour at most and only while target, register and the patch's own documents are the same: a
 * pass comes every few minutes, and the database has other work. What it had against one somebody may mend any time, so that is asked anew; an attempt asks anew.
 */
export async function keptPreflight(
  ports: Pick<Ports, 'target' | 'clock'>,
  patch: StagedPatch,
  { facts, installed }: SiteView,
  documents: readonly unknown[],
): Promise<Preflight> {
  const { target, version, primary, can } = facts;
  const { lastAttempt, lastOrder } = installed;
  const ground = JSON.stringify([target, version, primary, can, lastAttempt, lastOrder, documents]);
  const last = kept.get(patch);
  const now = ports.clock.now();
  if (last?.ground === ground && Math.abs(now - last.at) < holdsFor) return last.said;
  const said = await preflight(ports, patch);
  if (said.refusal === null && said.consents.length === 0) kept.set(patch, { ground, at: now, said });
  return said;
}
