import type { ActFact } from './journal-event.ts';

/** True for what an operator says that keeps something out, or in against a removal: the register has to know of it, so that it is not forgotten with the state directory. */
export function isForbidding({ kind }: Pick<ActFact, 'kind'>): boolean {
  return kind === 'hold' || kind === 'suspend' || kind === 'install-at' || kind === 'keep';
}
