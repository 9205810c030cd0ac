import test from 'ava';
import { liveAYear } from './live-a-year.ts';

/** PATCHFLEET_RUNS lives more years (three at least for all zones), from PATCHFLEET_SEED on. */
const runs = Number(process.env['PATCHFLEET_RUNS'] ?? 3);
const first = Number(process.env['PATCHFLEET_SEED'] ?? 1);

for (let seed = first; seed < first + runs; seed += 1)
  test.serial(`every promise holds after each event of a year, seed ${seed}`, async (t) => {
    t.timeout(600_000);
    t.log(JSON.stringify(await liveAYear({ seed, patches: 200, days: 365 })));
    t.pass();
  });
