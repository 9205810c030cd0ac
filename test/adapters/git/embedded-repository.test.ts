import { openEmbeddedRepository } from '../../../src/adapters/git/embedded-repository.ts';
import { runRepositoryContract } from './repository-contract.ts';

runRepositoryContract('embedded', openEmbeddedRepository);
