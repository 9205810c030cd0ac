import type { LineState } from './faulty-line.ts';

/** What the host does for a while: the line, or the server behind it that answers 500. */
type HostState = LineState | { readonly kind: 'errors' };

/** The next state of the host and for how many seconds. Half of the time it is fine. */
export function chooseFault(chance: () => number): { readonly state: HostState; readonly seconds: number } {
  const seconds = 2 + chance() * 15;
  const which = Math.floor(chance() * 8);
  const much = chance();
  switch (which) {
    case 0:
      return { state: { kind: 'away' }, seconds };
    case 1:
      return { state: { kind: 'slow', milliseconds: 50 + much * 1500 }, seconds };
    case 2:
      return { state: { kind: 'cut', after: Math.floor(much * much * 20_000) }, seconds };
    case 3:
      return { state: { kind: 'errors' }, seconds };
    default:
      return { state: { kind: 'fine' }, seconds };
  }
}

/** Numbers from 0 to 1, the same for the same seed. */
export function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
