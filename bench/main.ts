import { benchReadExports } from './read-exports.ts';

await benchReadExports();
