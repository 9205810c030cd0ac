import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for requests and answers, which only its user can read. */
export interface ExchangeFolder {
  readonly path: string;
  /** Removes it; a session that still serves there then ends. */
  remove(): void;
}

const open = new Set<string>();

/** Makes one. It goes with this program, if that ends in order; a session whose folder is gone ends at once. */
export function makeExchangeFolder(): ExchangeFolder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'patchfleet-iris-')));
  if (open.size === 0) process.once('exit', removeAll);
  open.add(path);
  return {
    path,
    remove: () => {
      open.delete(path);
      if (open.size === 0) process.off('exit', removeAll);
      rmSync(path, { recursive: true, force: true });
    },
  };
}

function removeAll(): void {
  for (const path of open) rmSync(path, { recursive: true, force: true });
}
