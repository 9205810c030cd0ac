import { failure } from '../../base/failure.ts';
import type { CheckedDraft } from './check-draft.ts';
import { checkDraft } from './check-draft.ts';
import type { Draft } from './draft.ts';
import type { StudioReception } from './studio-desk.ts';

/**
 * Checks a draft as it is, and gives it to `use`; one after the other, because each is written into a folder first, which is there until `use` ends and no longer.
 * Failure STUDIO_BUSY.
 */
export async function withCheckedDraft<T>(
  { desk, inTurn }: StudioReception,
  draft: Draft,
  use: (checked: CheckedDraft) => Promise<T>,
): Promise<T> {
  const { order } = await desk.released();
  const { fleet } = desk.fleet();
  const { build, earlier } = desk;
  const known = new Set([...desk.known(), ...order]);
  const ground = { fleet, known, released: order, onBase: await desk.onBase(), build, earlier };
  const used = await inTurn(async () => {
    try {
      return { value: await use(await checkDraft(draft, ground)) };
    } finally {
      desk.clear(draft.id);
    }
  });
  if (used === null) throw failure('STUDIO_BUSY', { draft: draft.id });
  return used.value;
}

/** What is to be said of a draft as it is; its files are gone again. Failure STUDIO_BUSY. */
export function checkedDraft(reception: StudioReception, draft: Draft): Promise<CheckedDraft> {
  return withCheckedDraft(reception, draft, (checked) => Promise.resolve(checked));
}
