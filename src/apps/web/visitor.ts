import { createHash, timingSafeEqual } from 'node:crypto';
import type { Visitor } from '../page/guard.ts';
import type { PageUser } from './page-options.ts';

/** What is kept and compared instead of a token. */
export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Compares with every user's token, in a time that tells nothing of any; null: it is nobody's (any more). */
export function visitorOf(hash: Buffer, users: readonly PageUser[]): Visitor | null {
  const own = users.filter(({ token }) => timingSafeEqual(hash, hashOfToken(token)));
  const [first] = own;
  if (first === undefined) return null;
  const same = own.filter(({ name }) => name === first.name);
  return { name: first.name, roles: new Map(same.map(({ site, role }) => [site, role])) };
}
