import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { benchBackup } from './backup.ts';
import { benchMumps } from './mumps.ts';
import { benchPasses } from './quiet-pass.ts';
import { benchPlans } from './plan.ts';
import { benchPreview } from './preview.ts';
import { benchReadExports } from './read-exports.ts';

/** How thorough a run is; quick leaves out what takes long. */
export interface Thoroughness {
  readonly quick: boolean;
}

const benches: Readonly<Record<string, (wish: Thoroughness) => Promise<void>>> = {
  pass: benchPasses,
  exports: benchReadExports,
  plan: benchPlans,
  preview: benchPreview,
  backup: benchBackup,
  mumps: benchMumps,
};

const words = process.argv.slice(2);
const asked = words.filter((word) => !word.startsWith('--'));
const unknown = asked.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`);
  process.exitCode = 2;
} else {
  console.log(machineAsText());
  for (const [name, bench] of Object.entries(benches)) {
    if (asked.length === 0 || asked.includes(name)) await bench({ quick: words.includes('--quick') });
  }
}

function machineAsText(): string {
  const [core] = cpus();
  const git = execFileSync('git', ['--version'], { encoding: 'utf8' }).trim();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  const date = new Date().toISOString().slice(0, 10);
  return `${date}: ${cpus().length} cores ${core?.model.trim() ?? ''}, ${memory} GiB, Node ${process.versions.node}, ${git}`;
}
