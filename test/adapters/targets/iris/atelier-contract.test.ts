import { openIrisTarget } from '../../../../src/adapters/targets/iris/open-iris-target.ts';
import { atelierStandIn } from '../../../worlds/iris/atelier-stand-in.ts';
import { holdElsewhere } from '../../../worlds/hold-elsewhere.ts';
import { testReach } from '../../../worlds/iris/test-reach.ts';
import { runEngineContract } from '../engine-contract/run-engine-contract.ts';
import { whatIrisHolds } from './what-iris-holds.ts';

const clock = { now: () => Date.parse('2026-11-22T10:00:00Z') };

runEngineContract(
  'iris by Atelier, protocol case on a stand-in',
  async (t) => {
    const { url } = await atelierStandIn(t);
    const reach = testReach('atelier', url);
    return {
      open: () => openIrisTarget({ reach, clock }),
      holdElsewhere: () => holdElsewhere(t, 'iris/hold-iris.program.js', ['atelier', url]),
    };
  },
  {},
  whatIrisHolds,
);
