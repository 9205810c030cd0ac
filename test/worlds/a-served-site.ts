import type {
  ServedSite,
  SiteActivity,
  SiteEvent,
  PassResult,
  WaitingAct,
} from '../../src/apps/served-site.ts';
import { Failure } from '../../src/base/failure.ts';
import type { ActFact } from '../../src/journal/journal-event.ts';
import { recordAct } from '../../src/reconcile/record-act.ts';
import { reconcileOnce } from '../../src/reconcile/reconcile-once.ts';
import type { Ports } from '../../src/ports/ports.ts';
import type { SiteSetup } from '../../src/reconcile/site-setup.ts';

/** A site whose passes are made when the test says so: real passes over the ports of a world. */
export interface TestSite extends ServedSite {
  /** One pass; acts that come meanwhile are recorded afterwards. */
  pass(): Promise<PassResult>;
  /** Told to everybody who watches. */
  tell(event: SiteEvent): void;
  /** How many watch. */
  watchers(): number;
  /** How often somebody asked for a pass. */
  readonly wakes: number;
}

/** `activity`: what differs from a site that sleeps. */
export function aServedSite(
  { ports, setup }: { readonly ports: Ports; readonly setup: SiteSetup },
  activity: Partial<SiteActivity> = {},
): TestSite {
  const listeners = new Set<(event: SiteEvent) => void>();
  const waiting: WaitingAct[] = [];
  let passing: Promise<PassResult> | null = null;
  let wakes = 0;
  let last: SiteActivity['last'] = null;
  const tell = (event: SiteEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const act = async (fact: ActFact): Promise<void> => {
    const waits = { fact, since: ports.clock.now() };
    waiting.push(waits);
    if (passing !== null) await passing;
    await recordAct(ports, setup, fact).finally(() => waiting.splice(waiting.indexOf(waits), 1));
  };
  const onePass = async (): Promise<PassResult> => {
    tell({ kind: 'pass-began', at: ports.clock.now() });
    const result: PassResult = await reconcileOnce(ports, setup, tell).catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      return { kind: 'failed' as const, message: error.message, hint: error.hint };
    });
    passing = null;
    last = { at: ports.clock.now(), result };
    tell({ kind: 'pass-ended', at: last.at, result });
    return result;
  };
  const pass = (): Promise<PassResult> => (passing = onePass());
  return {
    ...{ name: setup.site, ports, setup, act, pass, tell },
    get wakes() {
      return wakes;
    },
    now: () => ({
      ...{
        phase: passing !== null ? 'passing' : 'sleeping',
        since: ports.clock.now(),
        wakesAt: null,
        wakesFor: null,
      },
      ...{ last, configurationFault: null, waitingActs: [...waiting] },
      ...activity,
    }),
    wake: () => {
      wakes += 1;
    },
    watchers: () => listeners.size,
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
