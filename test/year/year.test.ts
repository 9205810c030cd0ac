import test from 'ava';
import { liveAYear } from './a-year.ts';

/** PATCHFLEET_RUNS lives more years (three at least for all zones), from PATCHFLEET_SEED on. */
const runs = Number(process.env['PATCHFLEET_RUNS'] ?? 1);
const first = Number(process.env['PATCHFLEET_SEED'] ?? 1);
/** Each pass reads the whole register and journal, so that a year costs the square of its patches: in earnest 200 a year. */
const patches = Number(process.env['PATCHFLEET_PATCHES'] ?? 80);
/** The whole year takes too long for every run of the tests: these days see a change of the clocks, too. */
const days = Number(process.env['PATCHFLEET_DAYS'] ?? 75);

for (let seed = first; seed < first + runs; seed += 1)
  test.serial(`every promise holds after each event of a year, seed ${seed}`, async (t) => {
    t.timeout(600_000);
    t.log(JSON.stringify(await liveAYear(t, seed, patches, days)));
  });
