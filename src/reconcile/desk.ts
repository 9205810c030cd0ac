import type { Instant } from '../base/instant.ts';
import { redact } from '../base/redact.ts';
import type { AttemptFact, JournalFact } from '../journal/journal-event.ts';
import type { RegisterEvent } from '../journal/register-entry.ts';
import { registerText } from '../journal/register-file.ts';
import type { Ports } from '../ports/ports.ts';
import type { TargetSession } from '../ports/target.ts';
import type { Tell } from './pass-event.ts';
import type { SiteSetup } from './site-setup.ts';

/**
 * Where the pass works: ports, setup, and the one session with the target, which is opened when something is first to
 * be written and held to the end. Journal, register and outbox are written only while it is held.
 */
export class Desk {
  readonly ports: Ports;
  readonly setup: SiteSetup;
  readonly tell: Tell;
  private opened: TargetSession | null = null;

  constructor(ports: Ports, setup: SiteSetup, tell: Tell) {
    this.ports = ports;
    this.setup = setup;
    this.tell = tell;
  }

  /** True once this pass holds the target's lock. */
  get holdsLock(): boolean {
    return this.opened !== null;
  }

  /** Takes the lock, and the journal as it is then. Failure TARGET_BUSY where another agent works on the target. */
  async session(): Promise<TargetSession> {
    if (this.opened === null) {
      this.opened = await this.ports.target.open(this.setup.agent);
      await this.ports.journal.read();
    }
    return this.opened;
  }

  /** On disk before it returns; `at`: when it happened, where that is not now. */
  async log(fact: JournalFact, at: Instant = this.ports.clock.now()): Promise<void> {
    await this.session();
    await this.ports.journal.append({ ...this.withoutSecrets(fact), at });
    this.tell({ kind: 'journaled', fact });
  }

  /** The events of one write: all of them are in the register afterwards, or none. */
  async register(...events: readonly RegisterEvent[]): Promise<void> {
    const at = this.ports.clock.now();
    const session = await this.session();
    await session.appendRegister(events.map((event) => registerText({ ...this.withoutSecrets(event), at })));
  }

  /** Taken out of what people and programs said, before journal and register cut it to a length. */
  private withoutSecrets<T extends object>(fact: T): T {
    const said = Object.entries(fact).flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'string' && ['why', 'detail', 'said'].includes(key)
        ? [[key, redact(value, this.setup.secrets)]]
        : [],
    );
    return { ...fact, ...(Object.fromEntries(said) as Partial<T>) };
  }

  async close(): Promise<void> {
    await this.opened?.close();
    this.opened = null;
  }
}

/** The part of an attempt's fact that is its own. */
export type OwnFact = AttemptFact extends infer F
  ? F extends AttemptFact
    ? Omit<F, 'attempt'>
    : never
  : never;
