import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Removes what was compiled from a source that is gone: such tests would go on to run. Both are folders. */
export function removeOrphans(compiled, source) {
  if (!existsSync(compiled)) return;
  for (const entry of readdirSync(compiled, { withFileTypes: true })) {
    const output = join(compiled, entry.name);
    const input = join(source, entry.isDirectory() ? entry.name : entry.name.replace(/\.js(\.map)?$/, '.ts'));
    if (!existsSync(input)) rmSync(output, { recursive: true, force: true });
    else if (entry.isDirectory()) removeOrphans(output, input);
  }
}
