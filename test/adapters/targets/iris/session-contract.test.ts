import { openIrisTarget } from '../../../../src/adapters/targets/iris/open-iris-target.ts';
import { holdElsewhere } from '../../../worlds/hold-elsewhere.ts';
import { sessionWithHelper } from '../../../worlds/iris/session-stand-in.ts';
import { testReach } from '../../../worlds/iris/test-reach.ts';
import { runEngineContract } from '../engine-contract/run-engine-contract.ts';
import { whatIrisHolds } from './what-iris-holds.ts';

const clock = { now: () => Date.parse('2026-11-22T10:00:00Z') };

runEngineContract(
  'iris by session, protocol case on a stand-in',
  (t) => {
    const { program } = sessionWithHelper(t);
    // Sessions are what costs time: one reads for all that a case opens, each that writes is a new one.
    const reach = testReach('session', program);
    return {
      open: () => openIrisTarget({ reach, clock }),
      holdElsewhere: () => holdElsewhere(t, 'iris/hold-iris.program.js', ['session', program]),
    };
  },
  {},
  whatIrisHolds,
);
