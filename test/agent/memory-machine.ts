import type { Moment } from '../../src/apps/agent/is-time.ts';
import type { LoopMachine } from '../../src/apps/agent/loop-machine.ts';
import type { SiteLoop } from '../../src/apps/agent/site-loop.ts';

interface Alarm {
  readonly at: number;
  readonly ring: () => void;
}

/** A machine whose clocks move only when a test moves them. */
export class MemoryMachine implements LoopMachine {
  chances = 0.5;
  private readonly clock: { now: number };
  private steady = 0;
  private alarms: Alarm[] = [];

  /** `clock` is what people set: a world in memory. */
  constructor(clock: { now: number }) {
    this.clock = clock;
  }

  moment(): Moment {
    return { wall: this.clock.now, steady: this.steady };
  }

  chance(): number {
    return this.chances;
  }

  alarm(after: number, ring: () => void): () => void {
    const alarm = { at: this.steady + after, ring };
    this.alarms.push(alarm);
    return () => {
      this.alarms = this.alarms.filter((other) => other !== alarm);
    };
  }

  /** Both clocks run on; alarms ring when they are due, and what they set off is waited for. */
  async runOn(milliseconds: number, loop: SiteLoop): Promise<void> {
    const end = this.steady + milliseconds;
    for (;;) {
      const [first] = this.alarms.toSorted((a, b) => a.at - b.at);
      if (first === undefined || first.at > end) break;
      this.move(first.at - this.steady);
      this.alarms = this.alarms.filter((other) => other !== first);
      first.ring();
      await settled(loop);
    }
    this.move(end - this.steady);
  }

  /** Somebody sets the clock. */
  setClock(by: number): void {
    this.clock.now += by;
  }

  /** Nothing runs, and no timer; the machine's clock is right afterwards. */
  suspend(milliseconds: number): void {
    this.clock.now += milliseconds;
  }

  private move(by: number): void {
    this.clock.now += by;
    this.steady += by;
  }
}

/** Until the loop sleeps and nothing rings, or has stopped. */
export async function settled(loop: SiteLoop): Promise<void> {
  await until(() => {
    const { phase, wakesAt } = loop.now();
    return phase === 'stopped' || (phase === 'sleeping' && wakesAt !== null);
  });
}

/** Until it holds; everything that happens in memory happens within these turns. */
export async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 10_000; turn += 1) {
    await turnOfEvents();
    if (holds()) return;
  }
  throw new Error('it did not come to that');
}

/** Everything that waits for nothing outside has run when it settles. */
export function turnOfEvents(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
