/** A number from 0 up to, and not, 1. */
export type Chance = () => number;

/** Chances that are the same for the same seed (mulberry32). */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Any of them; undefined where there is none. */
export function oneOf<T>(chance: Chance, all: readonly T[]): T | undefined {
  return all[Math.floor(chance() * all.length)];
}
