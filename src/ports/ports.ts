import type { Clock } from './clock.ts';
import type { Journal } from './journal.ts';
import type { Outbox } from './outbox.ts';
import type { Repository } from './repository.ts';
import type { Target } from './target.ts';
import type { Vault } from './vault.ts';

/** Everything that the reconciler may touch. What is not named here, it cannot reach. */
export interface Ports {
  readonly repository: Repository;
  readonly target: Target;
  readonly vault: Vault;
  readonly journal: Journal;
  readonly outbox: Outbox;
  readonly clock: Clock;
}
