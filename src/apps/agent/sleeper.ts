import type { Instant } from '../../base/instant.ts';
import { isTime, napUntil } from './is-time.ts';
import type { LoopMachine } from './loop-machine.ts';

/** Sleeps until an instant has come, whatever becomes of the clock, or until somebody rings. */
export interface Sleeper {
  /** What ended it; at once where somebody rang since the last sleep began. `beat` is told at each look at the clock. */
  sleepUntil(at: Instant, beat: () => void): Promise<'rung' | 'time'>;
  ring(): void;
}

export function openSleeper(machine: LoopMachine): Sleeper {
  let rung = false;
  let wake: () => void = () => undefined;
  const nap = (length: number): Promise<void> =>
    new Promise((resolve) => {
      const callOff = machine.alarm(length, resolve);
      wake = () => {
        callOff();
        resolve();
      };
    });
  return {
    sleepUntil: async (at, beat) => {
      const began = machine.moment();
      for (let now = began; !rung && isTime(at, began, now) === 'not yet'; now = machine.moment()) {
        beat();
        await nap(napUntil(at, now));
      }
      const ended = rung ? 'rung' : 'time';
      rung = false;
      return ended;
    },
    ring: () => {
      rung = true;
      wake();
    },
  };
}
