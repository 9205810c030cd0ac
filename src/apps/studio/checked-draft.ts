import { failure } from '../../base/failure.ts';
import type { CheckedDraft } from './check-draft.ts';
import { checkDraft } from './check-draft.ts';
import type { Draft } from './draft.ts';
import type { StudioReception } from './studio-desk.ts';

/** Checks a draft as it is; one after the other, because each is written into a folder first. Failure STUDIO_BUSY. */
export async function checkedDraft({ desk, inTurn }: StudioReception, draft: Draft): Promise<CheckedDraft> {
  const { order } = await desk.released();
  const { fleet } = desk.fleet();
  const { build, earlier } = desk;
  const ground = { fleet, known: new Set([...desk.known(), ...order]), released: order, build, earlier };
  const checked = await inTurn(() => checkDraft(draft, ground));
  if (checked === null) throw failure('STUDIO_BUSY', { draft: draft.id });
  return checked;
}
