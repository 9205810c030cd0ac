import { Failure } from '../base/failure.ts';
import type { Desk } from './desk.ts';
import { dispensable } from './dispensable-snapshots.ts';
import { lookAtSite } from './look-at-site.ts';
import type { Problem } from './pass-event.ts';
import type { Limits } from './pass-options.ts';

/** What takes more room than it may though nothing of it may be dropped. */
export async function overLimits(desk: Desk, limits: Limits): Promise<readonly Problem[]> {
  const problems = [
    ...(await vaultProblem(desk, limits.vault)),
    ...(await journalProblem(desk, limits.journal)),
  ];
  for (const problem of problems) desk.tell({ kind: 'problem', problem });
  return problems;
}

async function vaultProblem({ ports, setup }: Desk, limit: number | null): Promise<readonly Problem[]> {
  if (limit === null) return [];
  try {
    const size = await ports.vault.size();
    if (size <= limit) return [];
    if (dispensable(await ports.vault.list(), await lookAtSite(ports, setup), 0).length > 0) return [];
    return [
      overLimit(
        `The vault takes ${megabytes(size)}, and \`retention.vault\` allows ${megabytes(limit)}: all of it can be needed to undo an attempt or to remove a patch, so nothing was dropped.`,
      ),
    ];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return []; // a vault that cannot be read is told where it is needed
  }
}

async function journalProblem({ ports }: Desk, limit: number | null): Promise<readonly Problem[]> {
  if (limit === null) return [];
  const size = await ports.journal.size();
  if (size <= limit) return [];
  return [
    overLimit(
      `The journal takes ${megabytes(size)}, and \`retention.journal\` allows ${megabytes(limit)}: it is never cut, since every line of it vouches for those before it.`,
    ),
  ];
}

function overLimit(message: string): Problem {
  return { type: 'OverLimit', message };
}

/** Rounded so coarsely that the text, and with it the status, changes seldom. */
function megabytes(bytes: number): string {
  return `${Number((bytes / 1024 ** 2).toPrecision(2))} MB`;
}
