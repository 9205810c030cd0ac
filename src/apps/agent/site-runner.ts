import { statSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../../adapters/files/fresh-file.ts';
import { Failure, failure } from '../../base/failure.ts';
import type { SiteConfig } from '../config.ts';
import { readSiteConfig } from '../config.ts';
import type { PageConfig } from '../page-schema.ts';
import { wireSite } from '../wire.ts';
import type { Pulse } from './health.ts';
import type { Log } from './log.ts';
import { longestCallOf } from './longest-call.ts';
import { logSiteEvent } from './log-site-event.ts';
import type { LoopMachine } from './loop-machine.ts';
import type { Fitting } from './site-loop.ts';
import { SiteLoop } from './site-loop.ts';

/** What the agent gives each of its sites. */
export interface RunnerGround {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly machine: LoopMachine;
  readonly log: Log;
  /** Asked before a site's loop begins; throws a Failure where it must not. */
  readonly mayBegin: (config: SiteConfig, path: string) => void;
  /** Told once, before the site's first pass. */
  readonly begun: (loop: SiteLoop, config: SiteConfig, path: string) => void;
}

/**
 * One site of the agent, from its configuration on. A configuration that cannot be used keeps the former one, and is looked at again; what
 * else happens at the site is the loop's.
 */
export class SiteRunner {
  readonly path: string;
  private readonly ground: RunnerGround;
  private config: SiteConfig | null = null;
  private current: SiteLoop | null = null;
  private why: Failure | null = null;
  private hinted = 0;
  /** One reading after the other. */
  private reading: Promise<void> = Promise.resolve();

  constructor(path: string, ground: RunnerGround) {
    this.path = path;
    this.ground = ground;
  }

  /** Null: its configuration could not be used since the start. */
  get loop(): SiteLoop | null {
    return this.current;
  }

  /** Why the configuration on disk cannot be used; null: it can. */
  get refusal(): Failure | null {
    return this.why;
  }

  /** The operator's page as the configuration in use has it; null: none. */
  get page(): PageConfig | null {
    return this.config?.page ?? null;
  }

  /** Touched to make the site look at once; null: nobody knows where it is. */
  get hintFile(): string | null {
    return this.config === null ? null : join(this.config.state, 'hint');
  }

  /** Reads the configuration, and takes up what is new in it; `force`: also what stands in files that it names, such as the key. */
  reread(force = false): Promise<void> {
    const read = this.reading.then(() => this.readAgain(force));
    this.reading = read.catch(() => undefined);
    return read;
  }

  private async readAgain(force: boolean): Promise<void> {
    try {
      const config = readSiteConfig(this.path, this.ground.env);
      const same = this.config !== null && JSON.stringify(config) === JSON.stringify(this.config);
      if (!same || force) await this.take(config);
      this.blame(null);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.blame(error);
    }
  }

  /** Wakes the site where its hint was touched since it was last looked at. */
  lookAtHint(): void {
    const touched = touchedAt(this.hintFile);
    if (touched === null || touched === this.hinted) return;
    this.hinted = touched;
    this.current?.wake();
  }

  pulse(): Pulse {
    const { current, config, why } = this;
    return {
      site: config?.site ?? this.path,
      activity: current?.now() ?? null,
      silent: current === null ? 0 : this.ground.machine.moment().steady - current.lastBeat,
      longestCall: longestCallOf(config?.engine ?? null),
      fault: why?.message ?? null,
      secrets: config?.secrets ?? [],
    };
  }

  /** Failure AGENT_TWICE where another configuration is about the same site, or has the same state directory. */
  assertNotSame(config: SiteConfig, path: string): void {
    for (const what of ['site', 'state'] as const)
      if (this.path !== path && this.config?.[what] === config[what])
        throw failure('AGENT_TWICE', { what, first: this.path, second: path });
  }

  private async take(config: SiteConfig): Promise<void> {
    const { log } = this.ground;
    if (this.config !== null) assertSamePlace(this.config, config);
    else this.ground.mayBegin(config, this.path);
    const { ports, setup, secrets } = await wireSite(config);
    for (const secret of secrets) log.keepSecret(secret);
    this.config = config;
    this.begin({ ports, setup, poll: config.poll, drift: config.drift, limits: config.limits }, config);
  }

  private begin(fitting: Fitting, config: SiteConfig): void {
    const { log, machine, begun } = this.ground;
    const { site } = config;
    if (this.current !== null) {
      log.write('info', 'the configuration has changed and holds from now on', {
        site,
        event: 'configuration',
      });
      this.current.refit(fitting);
      return;
    }
    const loop = new SiteLoop(fitting, machine, (bug) => {
      log.write('fatal', `a bug in patchfleet: ${stackOf(bug)}`, { site, event: 'bug' });
    });
    loop.watch((event) => {
      logSiteEvent(log, site, event);
    });
    this.current = loop;
    this.hinted = touchedAt(join(config.state, 'hint')) ?? 0;
    begun(loop, config, this.path);
    loop.start();
  }

  private blame(why: Failure | null): void {
    if (why?.message === this.why?.message) return;
    const { log } = this.ground;
    const fields = { site: this.config?.site ?? null, event: 'configuration', file: this.path };
    if (why === null) log.write('info', 'the configuration on disk is in order again', fields);
    else {
      const message = `the configuration cannot be used${this.kept()}: ${why.message}`;
      log.write('error', message, { ...fields, hint: why.hint });
    }
    this.why = why;
    this.current?.blame(why?.message ?? null);
  }

  private kept(): string {
    return this.current === null ? '' : ', so the former one holds';
  }
}

/** A site keeps its name and its journal as long as the process runs. Failure AGENT_RESTART. */
function assertSamePlace(before: SiteConfig, after: SiteConfig): void {
  for (const key of ['site', 'state'] as const)
    if (before[key] !== after[key])
      throw failure('AGENT_RESTART', { key, before: before[key], after: after[key] });
}

/** When the file was touched; null: it is not there, or the system does not let it be seen: the site then looks when it is time. */
function touchedAt(file: string | null): number | null {
  try {
    return file === null ? null : (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? null);
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return null;
  }
}

/** Where a bug came from. */
export function stackOf(bug: unknown): string {
  return bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
}
