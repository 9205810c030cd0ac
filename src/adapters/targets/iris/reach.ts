import type { HelperAnswer, HelperRequest } from './helper-message.ts';

/** One way to reach the helper class in its namespace: a local session, or Atelier. Failure TARGET_UNREACHABLE. */
export interface Reach {
  /** What an operator calls the target: `instance:namespace` or an address with a namespace. */
  readonly target: string;
  /** Asks what needs no lock. */
  readonly ask: Ask;
  /** Takes the target for this holder. */
  hold(holder: string): Promise<Hold | Busy>;
}

export type Ask = (request: HelperRequest) => Promise<HelperAnswer>;

/** The target is held; what is asked here may write. */
export interface Hold {
  readonly kind: 'held';
  readonly ask: Ask;
  /** Compiles documents together; what the compiler complained of. Failure TARGET_UNREACHABLE where the hold ended. */
  compile(names: readonly string[], flags: string): Promise<readonly string[]>;
  /** Frees the target; does nothing the second time. */
  close(): Promise<void>;
}

export interface Busy {
  readonly kind: 'busy';
  readonly holder: string;
}
