import { openSystemRepository } from '../../../src/adapters/git/system-repository.ts';
import { runRepositoryContract } from './repository-contract.ts';

runRepositoryContract('system', openSystemRepository);
