import fc from 'fast-check';
import type { PatchId } from '../../src/base/names.ts';
import type { JournalEvent } from '../../src/journal/journal-event.ts';
import type { RegisterEntry } from '../../src/journal/register-entry.ts';
import { journalSamples, registerSamples } from './journal-samples.ts';

/** Lines of every kind about a few attempts of a few patches, in any order: also such as no agent writes. */
export const anyJournal = anyListOf<JournalEvent>(Object.values(journalSamples));

/** The same for the register. */
export const anyRegister = anyListOf<RegisterEntry>(Object.values(registerSamples));

function anyListOf<E extends JournalEvent | RegisterEntry>(
  samples: readonly E[],
): fc.Arbitrary<readonly E[]> {
  const one = fc.record({
    sample: fc.constantFrom(...samples),
    patch: fc.constantFrom('LAB-1', 'LAB-2').map((id) => id as PatchId),
    attempt: fc.integer({ min: 1, max: 3 }),
    interrupted: fc.boolean(),
  });
  return fc.array(one, { maxLength: 30 }).map((drawn) =>
    drawn.map(({ sample, patch, attempt, interrupted }, index) => ({
      ...sample,
      ...('patch' in sample ? { patch } : {}),
      ...('attempt' in sample ? { attempt } : {}),
      ...('interrupted' in sample ? { interrupted } : {}),
      at: sample.at + index,
    })),
  );
}
