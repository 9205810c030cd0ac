import type { Instant } from '../../base/instant.ts';

/** What takes long to find out is found out again only when it is older than so many milliseconds; all who ask meanwhile wait for the same. */
export function keepFor<T>(span: number, now: () => Instant, find: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | null = null;
  let at = Number.NEGATIVE_INFINITY;
  return () => {
    if (found !== null && now() - at < span) return found;
    at = now();
    const fresh = find().catch((error: unknown) => {
      if (found === fresh) found = null;
      throw error;
    });
    found = fresh;
    return fresh;
  };
}
