import { documentContract } from './document-contract.ts';
import type { EngineFactory } from './engine-under-test.ts';
import { globalContract } from './global-contract.ts';
import { lockContract } from './lock-contract.ts';
import { registerContract } from './register-contract.ts';

/** What every engine must do. The factory makes an empty target. */
export function runEngineContract(engine: string, factory: EngineFactory): void {
  documentContract(engine, factory);
  globalContract(engine, factory);
  registerContract(engine, factory);
  lockContract(engine, factory);
}
