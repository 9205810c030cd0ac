import test from 'ava';
import { systemClock } from '../../../../src/adapters/files/system-clock.ts';
import { openIrisTarget } from '../../../../src/adapters/targets/iris/open-iris-target.ts';
import { holdElsewhere } from '../../../worlds/hold-elsewhere.ts';
import { emptyNamespaceOf, realReach, whyNoServer } from '../../../worlds/iris/real-server.ts';
import { runEngineContract } from '../engine-contract/run-engine-contract.ts';
import { whatIrisHolds } from './what-iris-holds.ts';

const missing = whyNoServer(process.env);

if (missing !== null) test.skip(`the engine contract on a real IRIS (not run: ${missing})`, (t) => t.pass());
else
  runEngineContract(
    'iris on a real server',
    async (t) => {
      await emptyNamespaceOf(realReach(process.env));
      return {
        open: () => openIrisTarget({ reach: realReach(process.env), clock: systemClock() }),
        holdElsewhere: () => holdElsewhere(t, 'iris/hold-iris.program.js', ['real', '']),
      };
    },
    {
      'globals whose names differ in case, and %-globals, are kept apart':
        '%-globals lie in the database of %SYS, not in that of the namespace',
      'bytes of a file are kept as they are': 'the namespace of the test has no web application',
    },
    {
      ...whatIrisHolds,
      refuses: (name) => {
        if (name.startsWith('/')) return 'the namespace of the test has no web application';
        if (name.startsWith('%')) return '%-items lie in the database of %SYS';
        return whatIrisHolds.refuses(name);
      },
    },
  );
