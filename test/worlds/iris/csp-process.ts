import type { HelperProcess } from './helper-stand-in.ts';
import { labProcess } from './lab-process.ts';

/** A process of the web server's pool ended in the middle of its work. */
export class ProcessDied extends Error {}

/** A process of the web server's pool: the LOCK is taken for one request. */
export function cspProcess(folder: string): HelperProcess {
  return labProcess(folder, () => {
    throw new ProcessDied();
  });
}
