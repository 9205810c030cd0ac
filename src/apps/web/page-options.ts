import type { SiteName } from '../../base/names.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Role } from '../page-schema.ts';
import type { Sessions } from '../page/sessions.ts';

/** Somebody who may sign in, and what he may do at one site; the same token at several sites is one person. */
export interface PageUser {
  readonly site: SiteName;
  readonly name: string;
  readonly role: Role;
  readonly token: string;
}

/** What the pages need to know besides the sites. */
export interface PageOptions {
  /** Asked at each request, so that a configuration that was read anew counts at once, also for who is signed in. */
  readonly users: () => readonly PageUser[];
  /** Host names under which browsers may ask, besides those of loopback. */
  readonly hosts: readonly string[];
  /** A proxy before the page speaks TLS, and names the address that asks as the last of X-Forwarded-For. */
  readonly behindProxy: boolean;
  /** The page itself speaks TLS. */
  readonly tls: boolean;
  readonly clock: Clock;
  /** Who is signed in, where that outlives these pages. Default: nobody is, and nobody will be once they are closed. */
  readonly sessions?: Sessions;
  /** Takes what is worth a line of the log: no secret, no content of a document. Must not throw. */
  readonly note: (note: PageNote) => void;
  /** Milliseconds between two looks at a target that only its passes' events ask for. Default: 3,000. */
  readonly lookEvery?: number;
}

/** What the pages tell the log. */
export type PageNote =
  | { readonly kind: 'signed-in'; readonly who: string }
  | { readonly kind: 'sign-in-refused'; readonly why: 'token' | 'too-many' }
  | { readonly kind: 'request-refused'; readonly why: string }
  | {
      readonly kind: 'acted';
      readonly site: SiteName;
      readonly act: string;
      readonly patch: string | null;
      readonly who: string;
      /** Code of the failure; null: it was recorded. */
      readonly refused: string | null;
    }
  /** A bug: the request was answered with 500. */
  | { readonly kind: 'page-failed'; readonly error: unknown };
