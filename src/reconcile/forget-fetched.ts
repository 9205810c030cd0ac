import { Failure } from '../base/failure.ts';
import type { DesiredState } from '../desired/desired-state.ts';
import type { Plan } from '../plan/plan.ts';
import type { Desk } from './desk.ts';

/**
 * Lets the local mirror forget what nothing here asks for any more: channels that were followed by newer ones, and kits of patches that are
 * in or were superseded. What is still to go in stays, so that it can without the host; a removal takes nothing but the vault.
 */
export async function forgetFetched(
  { ports, tell }: Pick<Desk, 'ports' | 'tell'>,
  { channel, releases }: DesiredState,
  plan: Plan | null,
): Promise<void> {
  const planned = new Set((plan?.steps ?? []).map(({ release }) => release.id));
  const needed = {
    channels: [channel.commit],
    releases: releases.filter(({ id }) => planned.has(id)).map(({ tag }) => tag),
  };
  try {
    await ports.repository.forgetAllBut(needed, ports.clock.now());
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const message = `The local mirror could not be tidied: ${error.message}`;
    tell({ kind: 'problem', problem: { type: 'SnapshotMissing', message } });
  }
}
