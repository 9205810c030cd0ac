import { memoryTarget } from '../../worlds/memory-target.ts';
import { runEngineContract } from './engine-contract/run-engine-contract.ts';

runEngineContract('memory', () => {
  const target = memoryTarget();
  return { open: () => target };
});
