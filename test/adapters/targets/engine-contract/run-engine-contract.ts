import { documentContract } from './document-contract.ts';
import type { Contract, EngineFactory } from './engine-under-test.ts';
import { globalContract } from './global-contract.ts';
import { lockContract } from './lock-contract.ts';
import { registerContract } from './register-contract.ts';

/** What every engine must do. The factory makes an empty target; `exceptions`: cases that cannot be asked, and why; `holds`: where it does not hold everything. */
export function runEngineContract(
  engine: string,
  factory: EngineFactory,
  exceptions: Contract['exceptions'] = {},
  holds: Partial<Pick<Contract, 'refuses' | 'missing' | 'serial' | 'alike' | 'four'>> = {},
): void {
  const contract: Contract = { engine, factory, exceptions, ...holdsEverything, ...holds };
  documentContract(contract);
  globalContract(contract);
  registerContract(contract);
  lockContract(contract);
}

const holdsEverything: Pick<Contract, 'refuses' | 'missing' | 'serial' | 'alike' | 'four'> = {
  refuses: () => null,
  missing: null,
  serial: false,
  alike: ['Lab.Router.cls', 'lab.Router.cls', 'Lab.router.cls', 'LAB.mac', 'LAB.int', 'LAB.inc', 'lab.mac'],
  four: ['A.mac', 'B.mac', 'C.mac', 'X.mac'],
};
