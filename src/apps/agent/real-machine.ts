import type { LoopMachine } from './loop-machine.ts';

/** This machine's clocks and chance. */
export function realMachine(): LoopMachine {
  return {
    moment: () => ({ wall: Date.now(), steady: performance.now() }),
    chance: Math.random,
    alarm: (after, ring) => {
      const timer = setTimeout(ring, after);
      return () => {
        clearTimeout(timer);
      };
    },
  };
}
