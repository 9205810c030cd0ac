import { Failure } from '../../base/failure.ts';
import type { ActFact } from '../../journal/journal-event.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Problem } from '../../reconcile/pass-event.ts';
import type { Limits } from '../../reconcile/pass-options.ts';
import { reconcileOnce } from '../../reconcile/reconcile-once.ts';
import type { SiteSetup } from '../../reconcile/site-setup.ts';
import type { PassResult, ServedSite, SiteActivity, SiteEvent } from '../served-site.ts';
import type { ActQueue } from './act-queue.ts';
import { openActQueue } from './act-queue.ts';
import { beatingPorts } from './beating-ports.ts';
import { endsWithin } from './ends-within.ts';
import { failedPass } from './failed-pass.ts';
import type { LoopMachine } from './loop-machine.ts';
import type { Fault, Wake } from './next-wake.ts';
import type { Pace } from './pace.ts';
import { openPace } from './pace.ts';
import { toldOfDrift } from './read-result.ts';
import { openListeners, withoutThrowing } from './site-listeners.ts';
import type { Sleeper } from './sleeper.ts';
import { openSleeper } from './sleeper.ts';
import { openStateWatch } from './state-watch.ts';
import { nothingUnderWay, underWayAfter } from './under-way.ts';

/** What a site's configuration comes to: everything that a pass takes, and how often it is made. */
export interface Fitting {
  readonly ports: Ports;
  readonly setup: SiteSetup;
  /** Milliseconds between two looks at the host. */
  readonly poll: number;
  /** Milliseconds between two looks for drift; null: never. */
  readonly drift: number | null;
  readonly limits: Limits;
}

/** Without an attempt under way a pass loses nothing where it is cut; it gets this long to end by itself. */
const graceOfPass = 5000;

/**
 * The loop of one site: passes and acts, one after the other, from `start` until `stop`. No Failure ends it; what no code expected goes
 * to `bug`, is told as a failed pass, and the next pass is made all the same.
 */
export class SiteLoop implements ServedSite {
  private fitting: Fitting;
  /** Those of the fitting, for passes: the same objects as long as the fitting holds, because what passes keep is kept by them. */
  private beating: Ports;
  private coming: Fitting | null = null;
  private fault: string | null = null;
  private phase: Pick<SiteActivity, 'phase' | 'since' | 'wakesAt' | 'wakesFor'>;
  private last: SiteActivity['last'] = null;
  private underWay = nothingUnderWay;
  /** Steady time of the last look for drift; null: none since the start. */
  private driftChecked: number | null = null;
  private stopping = false;
  private wokenBy: 'rung' | 'time' = 'time';
  private beat: number;
  private ended: Promise<void> = Promise.resolve();
  private readonly machine: LoopMachine;
  private readonly bug: (error: unknown) => void;
  private readonly acts: ActQueue;
  private readonly pace: Pace;
  private readonly sleeper: Sleeper;
  private readonly stateWatch = openStateWatch();
  private readonly listeners: ReturnType<typeof openListeners>;

  constructor(fitting: Fitting, machine: LoopMachine, bug: (error: unknown) => void) {
    const since = machine.moment().wall;
    this.fitting = fitting;
    this.beating = beatingPorts(fitting.ports, this.giveBeat);
    this.machine = machine;
    this.bug = withoutThrowing(bug);
    this.acts = openActQueue(this.bug);
    this.listeners = openListeners(this.bug);
    this.pace = openPace(since);
    this.sleeper = openSleeper(machine);
    this.beat = machine.moment().steady;
    this.phase = { phase: 'sleeping', since, wakesAt: null, wakesFor: null };
  }

  get name(): ServedSite['name'] {
    return this.fitting.setup.site;
  }

  get ports(): Ports {
    return this.fitting.ports;
  }

  get setup(): SiteSetup {
    return this.fitting.setup;
  }

  /** Steady time of the loop's last sign of life: it gives one every half minute, and in a pass with every call of a port. */
  get lastBeat(): number {
    return this.beat;
  }

  /** Passes in a row that did not do all they should. */
  get faults(): number {
    return this.pace.faults();
  }

  now(): SiteActivity {
    const { phase, last, fault, acts } = this;
    return { ...phase, last, configurationFault: fault, waitingActs: acts.waiting() };
  }

  act(fact: ActFact): Promise<void> {
    const recorded = this.acts.add(fact, this.machine.moment().wall);
    this.wake();
    return recorded;
  }

  wake(): void {
    this.sleeper.ring();
  }

  watch(listener: (event: SiteEvent) => void): () => void {
    return this.listeners.add(listener);
  }

  /** Another configuration, from the next pass on, which is made as soon as can be. */
  refit(fitting: Fitting): void {
    this.coming = fitting;
    this.wake();
  }

  /** What is wrong with the configuration on disk, so that the former one holds; null: nothing. It is told with the next pass. */
  blame(fault: string | null): void {
    if (this.fault === fault) return;
    this.fault = fault;
    this.wake();
  }

  start(): void {
    this.ended = this.live();
  }

  /**
   * Begins no attempt any more, and ends. `cut`: that took longer than `within` milliseconds, so that an attempt is left under way, which
   * the next start settles; `pass-cut`: a pass is left in which none was, after so long where a production was being started, else soon.
   */
  async stop(within: number): Promise<'ended' | 'pass-cut' | 'cut'> {
    this.stopping = true;
    this.wake();
    const grace = Math.min(within, graceOfPass);
    if (await endsWithin(this.ended, grace, this.machine)) return 'ended';
    const { attempt, production } = this.underWay;
    if (attempt === null && !production) return 'pass-cut';
    if (await endsWithin(this.ended, within - grace, this.machine)) return 'ended';
    return attempt === null ? 'pass-cut' : 'cut';
  }

  private async live(): Promise<void> {
    while (!this.stopping) {
      this.takeFitting();
      // To record an act is work too: a settlement reads the documents that it is about.
      this.enter('passing');
      if (await this.acts.record(this.ports, this.setup)) this.pace.takeNews(this.machine.moment().wall);
      if (this.isStopping()) break;
      await this.pass();
      if (this.isStopping()) break;
      await this.sleep();
    }
    this.acts.close(this.name);
    this.enter('stopped');
  }

  /** Asked anew after each await: `stop` may have been called meanwhile. */
  private isStopping(): boolean {
    return this.stopping;
  }

  private takeFitting(): void {
    if (this.coming === null) return;
    this.fitting = this.coming;
    this.beating = beatingPorts(this.fitting.ports, this.giveBeat);
    this.coming = null;
    this.pace.startAnew();
  }

  private async pass(): Promise<void> {
    this.enter('passing');
    this.tell({ kind: 'pass-began', at: this.machine.moment().wall });
    const { result, remedy } = await this.made();
    const at = this.machine.moment().wall;
    this.pace.takeResult({ result, remedy, at, wokenBy: this.wokenBy });
    this.last = { at, result };
    this.enter('sleeping');
    this.tell({ kind: 'pass-ended', at, result });
  }

  private async made(): Promise<{ readonly result: PassResult; readonly remedy: Fault['kind'] }> {
    const { setup, limits, drift } = this.fitting;
    const ports = this.beating;
    try {
      const problems = [...this.configurationProblems(), ...(await this.stateWatch.look(ports.journal))];
      const checksDrift = this.driftDueIn(drift) === 0;
      const began = this.machine.moment().steady;
      const options = { mayGoOn: () => !this.stopping, problems, limits, checksDrift };
      const result = await reconcileOnce(ports, setup, this.tell, options);
      if (result.kind === 'passed') await this.stateWatch.accept(ports.journal);
      if (checksDrift && toldOfDrift(result)) this.driftChecked = began;
      return { result, remedy: 'retry' };
    } catch (error) {
      if (!(error instanceof Failure)) this.bug(error);
      return failedPass(error, setup.secrets);
    }
  }

  private configurationProblems(): readonly Problem[] {
    return this.fault === null ? [] : [{ type: 'ConfigurationRefused', message: this.fault }];
  }

  private async sleep(): Promise<void> {
    const wake = this.pace.nextWake({
      ...{ now: this.machine.moment().wall, poll: this.fitting.poll, chance: this.machine.chance() },
      driftDueIn: this.driftDueIn(this.fitting.drift),
    });
    this.enter('sleeping', wake);
    this.wokenBy = await this.sleeper.sleepUntil(wake.at, this.giveBeat);
  }

  /** Milliseconds, by the clock that nobody sets; 0: now; null: never. */
  private driftDueIn(interval: number | null): number | null {
    if (interval === null || this.driftChecked === null) return interval === null ? null : 0;
    return Math.max(0, Math.ceil(this.driftChecked + interval - this.machine.moment().steady));
  }

  private readonly giveBeat = (): void => {
    this.beat = this.machine.moment().steady;
  };

  private readonly tell = (event: SiteEvent): void => {
    this.giveBeat();
    this.underWay = underWayAfter(this.underWay, event);
    this.listeners.tell(event);
  };

  private enter(phase: SiteActivity['phase'], wake?: Wake): void {
    this.giveBeat();
    const since = this.machine.moment().wall;
    this.phase = { phase, since, wakesAt: wake?.at ?? null, wakesFor: wake?.why ?? null };
  }
}
