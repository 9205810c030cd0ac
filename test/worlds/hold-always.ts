import type { ExecutionContext } from 'ava';
import fc from 'fast-check';

/**
 * Asserts that a property holds for many drawn values; prints the seed. `PATCHFLEET_SEED` draws others,
 * `PATCHFLEET_RUNS` draws more.
 */
export function holdsAlways<T>(
  t: ExecutionContext,
  property: fc.IPropertyWithHooks<T>,
  { runs = 200 }: { readonly runs?: number } = {},
): void {
  const seed = Number(process.env['PATCHFLEET_SEED'] ?? 20_260_311);
  const numRuns = Number(process.env['PATCHFLEET_RUNS'] ?? runs);
  t.log(`seed ${seed}, ${numRuns} runs`);
  t.notThrows(() => {
    fc.assert(property, { seed, numRuns });
  });
}
