import { failure } from '../../../base/failure.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { RunWrites, Target, TargetSession } from '../../../ports/target.ts';
import { compileInIris } from './compile-in-iris.ts';
import { holderAsText } from './holder.ts';
import type { Asking } from './asking.ts';
import { lost } from './asking.ts';
import { applyInTurn } from '../apply-in-turn.ts';
import { applyChange, listAll, readDocument, readInventory } from './iris-documents.ts';
import { readNodeValues } from './iris-globals.ts';
import type { IrisRegister } from './iris-register.ts';
import { irisRegister } from './iris-register.ts';
import type { Hold, Reach } from './reach.ts';
import { preflightInIris } from './preflight-in-iris.ts';
import { holdInIris, resumeInIris } from './production-in-iris.ts';
import { readFacts, targetFactsOf } from './read-facts.ts';
import type { RunPatience } from './run-in-iris.ts';
import { runInIris } from './run-in-iris.ts';
import { valuesOf } from './helper-message.ts';

interface IrisTargetOptions {
  readonly reach: Reach;
  readonly clock: Clock;
  readonly runs?: RunPatience;
}

/**
 * A namespace of IRIS, Ensemble or Caché, reached through one helper class. Built from the vendor's reference and tested against stand-ins
 * only: never run on a server by us.
 *
 * What a class that was put reads back as is what was put, as long as the server holds what it made of it then: it adds what it
 * likes (storage) when it compiles, and that is no change of ours or of anybody.
 */
export function openIrisTarget({ reach, clock, runs = usualRuns }: IrisTargetOptions): Target {
  const register = irisRegister();
  const asking: Asking = { ask: reach.ask, target: reach.target };
  return {
    look: async () => {
      const facts = readFacts(await reach.ask({ action: 'facts', lines: [] }), reach.target);
      return targetFactsOf(facts, reach.target, await register.read(asking));
    },
    inventory: (names) => readInventory(asking, names),
    list: async () => (await listAll(asking)).map((name) => ({ name, changedAt: null })),
    read: (name) => readDocument(asking, name),
    nodes: (references) => readNodeValues(asking, references),
    preflight: (documents) => preflightInIris(asking, documents),
    open: async (holder) => {
      const hold = await reach.hold(holderAsText(holder, clock.now()));
      if (hold.kind === 'busy') throw failure('TARGET_BUSY', { target: reach.target, holder: hold.holder });
      return session(hold, { target: reach.target, register, runs });
    },
  };
}

/** An hour; a patch that needs longer has to start a task of its own. */
const usualRuns: RunPatience = { limit: 3_600_000, every: 500 };

interface Room {
  readonly target: string;
  readonly register: IrisRegister;
  readonly runs: RunPatience;
}

function session(hold: Hold, { target, register, runs }: Room): TargetSession {
  let closed = false;
  const inside = async <T>(work: (asking: Asking) => Promise<T>): Promise<T> => {
    await Promise.resolve();
    if (closed) throw new Error('this session with the target is closed');
    return work({ ask: hold.ask, target });
  };
  return {
    appendRegister: (entries) => inside((asking) => register.append(asking, entries)),
    apply: (change) => inside((asking) => applyChange(asking, change)),
    applyTogether: (edits, wrote) =>
      inside((asking) => applyInTurn(edits, (change) => applyChange(asking, change), wrote)),
    compile: (names) => inside(() => compileInIris(hold, names)),
    holdProduction: (how) => inside((asking) => holdInIris(asking, how)),
    resumeProduction: () => inside((asking) => resumeInIris(asking)),
    run: (step) => inside((asking) => runInIris(asking, step, runs)),
    writesOf: () => inside(() => Promise.resolve(unobserved)),
    forgetRun: (attempt) =>
      inside(async (asking) => {
        const lines = [['attempt', String(attempt)]] as const;
        const answer = await asking.ask({ action: 'forget', lines });
        if (valuesOf(answer, 'lost') !== null) throw lost(asking);
      }),
    close: async () => {
      if (closed) return;
      closed = true;
      await hold.close();
    },
  };
}

/**
 * The journal of the database could tell (%SYS.Journal.Record), but which of its records belong to a run depends on whether the
 * database is journaled and who may read the files, and neither could be tried.
 */
const unobserved: RunWrites = {
  kind: 'unobserved',
  foreseen: true,
  why: 'patchfleet does not read the journal of this database.',
};
