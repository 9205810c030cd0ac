import { nodeDisk } from '../../../../src/adapters/files/node-disk.ts';
import { globalOf } from '../../../../src/adapters/targets/mumps/held-documents.ts';
import { openMumpsTarget } from '../../../../src/adapters/targets/mumps/open-mumps-target.ts';
import { isRoutine } from '../../../../src/adapters/targets/mumps/routine-files.ts';
import { documentName } from '../../../../src/document/document-name.ts';
import { gtmDatabase, gtmMissing } from '../../../worlds/gtm-database.ts';
import { holdElsewhere } from '../../../worlds/hold-elsewhere.ts';
import { runEngineContract } from '../engine-contract/run-engine-contract.ts';
import { runLimits } from '../../../worlds/run-limits.ts';

runEngineContract(
  'mumps',
  async (t) => {
    const database = await gtmDatabase(t);
    return {
      open: () => openMumpsTarget({ database, disk: nodeDisk(), ...runLimits }),
      holdElsewhere: () => holdElsewhere(t, 'hold-gtm-database.js', [JSON.stringify(database)]),
    };
  },
  {},
  {
    missing: gtmMissing,
    four: ['A.m', 'B.m', 'C.m', 'X.m'],
    alike: ['LAB.m', 'lab.m', 'Lab.m', '%LAB.m', 'LAB1.m'],
    refuses: (text) => {
      const name = documentName(text);
      if (isRoutine(name) || globalOf(name) !== null) return null;
      return 'GT.M holds routines NAME.m and globals, whose names have no dot';
    },
  },
);
