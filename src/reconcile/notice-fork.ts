import type { Polled } from '../ports/repository.ts';
import type { Desk } from './desk.ts';
import type { Problem } from './pass-event.ts';

/**
 * Compares the site's own branch on the host with what this site told there, and says where somebody else has told. `polled` null: it is
 * not compared now, since the host was not reached, or a state directory that was lost does not know what was told.
 */
export async function noticeFork(
  { ports, setup, tell }: Desk,
  polled: Polled | null,
): Promise<readonly Problem[]> {
  if (polled !== null) await ports.outbox.notice(polled.ownStatus);
  const recovered = await ports.outbox.recoveredTo();
  if (recovered === null) return [];
  const message = `The branch status/${setup.site} holds what this agent did not tell: somebody else writes there, perhaps a second agent with a copy of this site's configuration. This one tells under ${recovered} until the branch is put right; \`patchfleet doctor\` names the way.`;
  const problem: Problem = { type: 'StatusForked', message };
  tell({ kind: 'problem', problem });
  return [problem];
}
