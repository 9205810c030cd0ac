import { holdElsewhere } from '../../../worlds/hold-elsewhere.ts';
import { temporaryFolder } from '../../../worlds/temporary-folder.ts';
import { runEngineContract } from '../engine-contract/run-engine-contract.ts';
import { open } from './filled-target.ts';

runEngineContract('directory', (t) => {
  const folder = temporaryFolder(t);
  return { open: () => open(folder), holdElsewhere: () => holdElsewhere(t, 'hold-target.js', [folder]) };
});
