import type { Contract } from '../engine-contract/engine-under-test.ts';

/**
 * What of the engine contract fits IRIS and its like: no `.m` routines, and no two classes whose names differ in case only, as their names
 * are unique whatever their case.
 */
export const whatIrisHolds: Pick<Contract, 'refuses' | 'serial' | 'alike'> = {
  refuses: (name) => (name.endsWith('.m') ? 'routines of GT.M are none of this database' : null),
  serial: true,
  alike: ['Lab.Router.cls', 'LAB.mac', 'LAB.int', 'LAB.inc', 'lab.mac', 'Lab.mac', 'Lab.int'],
};
