import type { ObjectId } from '../base/names.ts';

/** The site's own status branch: told locally first, delivered when the host can be reached, in order, once each. */
export interface Outbox {
  /**
   * Commits to the local status branch, signed, on top of what was told before; files that are not named stay. Does nothing
   * where a commit with this transition is already on the branch.
   */
  tell(commit: StatusCommit): Promise<void>;
  /**
   * Compares where the host has the site's own branch (null: it has none) with what was told there: a fork is known from then on, and what the host
   * lost is delivered again. Missing: nobody asked, so that it asks by itself, once in an hour. Never throws for a host that does not answer.
   */
  notice(own?: ObjectId | null): Promise<void>;
  /**
   * Pushes what was not delivered yet. `beside`: under `status-recovered/<site>`, and status/<site> stays as it is, since nobody has said yet that
   * this is the site's state directory; with the next `own` all of it follows there. Never throws for a host that does not answer.
   */
  deliver(where?: 'own' | 'beside'): Promise<Delivery>;
  /** The branch under which the site tells since its own was found forked on the host; null: it was not. */
  recoveredTo(): Promise<string | null>;
}

export interface StatusCommit {
  /** Names the transition once and for all (`attempt-12-installed`); also a trailer of the message. */
  readonly transition: string;
  readonly message: string;
  /** By path inside the branch's tree. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export type Delivery =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'delivered'; readonly commits: number }
  /** The branch on the host was forked, or is not to be touched yet: told under `status-recovered/<site>` instead. */
  | { readonly kind: 'recovered'; readonly branch: string; readonly commits: number }
  | { readonly kind: 'unreachable'; readonly why: string; readonly waiting: number };
