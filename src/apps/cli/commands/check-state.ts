import { statSync } from 'node:fs';

/** What the checkup of the state directory found. */
interface StateCheck {
  readonly state: 'well' | 'attention' | 'broken';
  readonly message: string;
  readonly hint?: string;
}

/** Backups and parameters lie in the state directory: on systems with modes its user alone may look into it. */
export function checkState(folder: string): StateCheck {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory() !== true)
    return {
      state: 'broken',
      message: `${folder} is no folder and cannot be made.`,
      hint: 'Make it and give it to the user who runs patchfleet, or correct `state` in site.yaml.',
    };
  if (process.platform === 'win32' || (found.mode & 0o077) === 0) return { state: 'well', message: folder };
  return {
    state: 'attention',
    message: `${folder} is open to other users (mode ${(found.mode & 0o777).toString(8)}).`,
    hint: `It holds backups of the database and the parameters of patches: chmod 700 ${folder}`,
  };
}
