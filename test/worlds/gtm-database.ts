import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { MumpsDatabase } from '../../src/adapters/targets/mumps/mumps-database.ts';
import type { GtmWish } from '../../tools/make-gtm-database.ts';
import { gtmDist, makeGtmDatabase } from '../../tools/make-gtm-database.ts';

/** Why GT.M cannot be tried on this machine; null: it can. */
export const gtmMissing = gtmDist === null ? 'GT.M is not on this machine' : null;

/** `test`, or `test.skip` where this machine has no GT.M; `withoutGtm` then says so at the end of a title. */
export const gtmTest = gtmDist === null ? test.skip : test;
export const withoutGtm = gtmMissing === null ? '' : ` (skipped: ${gtmMissing})`;

/** A new and empty database of its own for one test, journaled with before images; it is run down and removed when the test ends. */
export async function gtmDatabase(t: ExecutionContext, wish: GtmWish = {}): Promise<MumpsDatabase> {
  const { database, remove } = await makeGtmDatabase(wish);
  t.teardown(remove);
  return database;
}
