import { createHmac, randomBytes } from 'node:crypto';
import type { Instant } from '../../base/instant.ts';
import type { Clock } from '../../ports/clock.ts';

/** How often somebody may try to sign in. */
interface SignInLimit {
  /** Takes one try; false: too many were made, by this address or by all together. */
  take(address: string): boolean;
}

interface Bucket {
  tries: number;
  at: Instant;
}

interface Rate {
  /** Tries that may follow one another at once. */
  readonly most: number;
  /** Milliseconds until one more is allowed. */
  readonly every: number;
}

const ofAddress: Rate = { most: 5, every: 12_000 };
const ofAll: Rate = { most: 60, every: 1000 };
/** Addresses share so many buckets, by a hash that nobody can foresee: the memory does not grow with attackers. */
const buckets = 1024;

export function openSignInLimit(clock: Clock): SignInLimit {
  const salt = randomBytes(16);
  const start = clock.now();
  const all: Bucket = { tries: ofAll.most, at: start };
  const each = Array.from({ length: buckets }, (): Bucket => ({ tries: ofAddress.most, at: start }));
  return {
    take(address) {
      const index = createHmac('sha256', salt).update(address).digest().readUInt32BE() % buckets;
      const own = each[index] ?? all;
      const now = clock.now();
      return takeOne(own, ofAddress, now) && takeOne(all, ofAll, now);
    },
  };
}

function takeOne(bucket: Bucket, { most, every }: Rate, now: Instant): boolean {
  bucket.tries = Math.min(most, bucket.tries + Math.max(0, now - bucket.at) / every);
  bucket.at = now;
  if (bucket.tries < 1) return false;
  bucket.tries -= 1;
  return true;
}
