import { createHash, randomBytes } from 'node:crypto';
import type { Instant } from '../../base/instant.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FormTokens } from './form-tokens.ts';
import { openFormTokens } from './form-tokens.ts';
import type { FormFields } from './form-fields.ts';

/** Somebody who is signed in. */
export interface Session {
  /** SHA-256 of the token that was used: who that is, and what he may do, is asked anew at each request. */
  readonly token: Buffer;
  readonly forms: FormTokens;
  /** What is to be shown with the next page, once. */
  readonly notices: Notice[];
  /** The last form that was refused, until its page is drawn; null: none. */
  refused: RefusedForm | null;
  readonly since: Instant;
  /** The last request of a person, or of a form. */
  seen: Instant;
}

/** What somebody typed is not lost where it was refused. */
interface RefusedForm {
  /** The path of the page that has the form. */
  readonly path: string;
  readonly fields: FormFields;
}

/** The outcome of an act, in words. */
export interface Notice {
  readonly kind: 'good' | 'bad' | 'wait';
  readonly text: string;
  readonly hint: string;
}

export interface Sessions {
  /** A new session under an id that nobody knew before. */
  begin(token: Buffer): string;
  /** Null: there is none (any more). `counts`: somebody is there; what a page asks for by itself keeps no session alive. */
  find(id: string, counts: boolean): Session | null;
  end(id: string): void;
}

const minute = 60_000;
/** A session ends so long after the last request of a person … */
const idleLimit = 60 * minute;
/** … and so long after it began. */
export const absoluteLimit = 12 * 60 * minute;
/** The session that was longest not used goes when there are more. */
const mostSessions = 500;
const mostNotices = 10;

/** Sessions in memory: a restart signs everybody out. Ids are kept as hashes. */
export function openSessions(clock: Clock): Sessions {
  const sessions = new Map<string, Session>();
  const ended = ({ since, seen }: Session): boolean => {
    const now = clock.now();
    return now - seen >= idleLimit || now - since >= absoluteLimit;
  };
  return {
    begin(token) {
      for (const [key, session] of sessions) if (ended(session)) sessions.delete(key);
      const [oldest] = [...sessions].sort(([, a], [, b]) => a.seen - b.seen);
      if (sessions.size >= mostSessions && oldest !== undefined) sessions.delete(oldest[0]);
      const id = randomBytes(32).toString('base64url');
      const now = clock.now();
      const own = { forms: openFormTokens(), notices: [], refused: null };
      sessions.set(keyOf(id), { token, ...own, since: now, seen: now });
      return id;
    },
    find(id, counts) {
      const session = sessions.get(keyOf(id));
      if (session === undefined) return null;
      if (ended(session)) {
        sessions.delete(keyOf(id));
        return null;
      }
      if (counts) session.seen = clock.now();
      return session;
    },
    end: (id) => {
      sessions.delete(keyOf(id));
    },
  };
}

/** Keeps what is to be said, the latest of it. */
export function giveNotice({ notices }: Session, notice: Notice): void {
  notices.push(notice);
  if (notices.length > mostNotices) notices.shift();
}

function keyOf(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}
