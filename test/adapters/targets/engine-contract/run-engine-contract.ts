import { documentContract } from './document-contract.ts';
import type { Contract, EngineFactory } from './engine-under-test.ts';
import { globalContract } from './global-contract.ts';
import { lockContract } from './lock-contract.ts';
import { registerContract } from './register-contract.ts';

/** What every engine must do. The factory makes an empty target; `exceptions`: cases that cannot be asked, and why. */
export function runEngineContract(
  engine: string,
  factory: EngineFactory,
  exceptions: Contract['exceptions'] = {},
): void {
  const contract: Contract = { engine, factory, exceptions };
  documentContract(contract);
  globalContract(contract);
  registerContract(contract);
  lockContract(contract);
}
