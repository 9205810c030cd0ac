import { Failure, failure } from '../../base/failure.ts';
import type { Instant } from '../../base/instant.ts';
import type { ActFact } from '../../journal/journal-event.ts';
import type { Ports } from '../../ports/ports.ts';
import { recordAct } from '../../reconcile/record-act.ts';
import type { SiteSetup } from '../../reconcile/site-setup.ts';
import type { WaitingAct } from '../served-site.ts';

/** Acts that wait for the pass under way to end. Nobody is told that an act is recorded before it is. */
export interface ActQueue {
  /** Settles when the act is recorded, or is refused with the Failure of `recordAct`, or with AGENT_STOPS. */
  add(fact: ActFact, since: Instant): Promise<void>;
  waiting(): readonly WaitingAct[];
  /** Records what waits, in order. True: something was recorded. */
  record(ports: Ports, setup: SiteSetup): Promise<boolean>;
  /** Refuses what waits, and all that comes. */
  close(site: string): void;
}

interface Waiting extends WaitingAct {
  readonly settle: (refusal: Error | null) => void;
}

/** `bug` gets what no code expected; who asked for the act gets it too. */
export function openActQueue(bug: (error: unknown) => void): ActQueue {
  const acts: Waiting[] = [];
  let closed: string | null = null;
  return {
    add: (fact, since) =>
      new Promise((resolve, reject) => {
        const settle = (refusal: Error | null): void => {
          if (refusal === null) resolve();
          else reject(refusal);
        };
        if (closed === null) acts.push({ fact, since, settle });
        else settle(failure('AGENT_STOPS', { site: closed }));
      }),
    waiting: () => acts.map(({ fact, since }) => ({ fact, since })),
    record: async (ports, setup) => {
      let recorded = false;
      for (let act = acts[0]; act !== undefined; act = acts[0]) {
        const refusal = await refusalOf(recordAct(ports, setup, act.fact));
        if (refusal !== null && !(refusal instanceof Failure)) bug(refusal);
        recorded ||= refusal === null;
        acts.shift();
        act.settle(refusal);
      }
      return recorded;
    },
    close: (site) => {
      closed = site;
      for (const { settle } of acts.splice(0)) settle(failure('AGENT_STOPS', { site }));
    },
  };
}

async function refusalOf(work: Promise<void>): Promise<Error | null> {
  try {
    await work;
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
