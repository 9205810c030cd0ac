import type { Disk } from '../../../../src/adapters/files/disk.ts';
import { nodeDisk } from '../../../../src/adapters/files/node-disk.ts';
import { openDirectoryTarget } from '../../../../src/adapters/targets/directory/open-directory-target.ts';
import { documentName } from '../../../../src/document/document-name.ts';
import { editOf } from '../../../../src/document/node-edits.ts';
import type { Target } from '../../../../src/ports/target.ts';

/** Opens a folder as a target, as another process would. */
export const open = (folder: string, disk: Disk = nodeDisk()) => openDirectoryTarget({ folder, disk, clock });

const clock = { now: () => Date.parse('2026-11-22T10:00:00Z') };

/** Gives an empty target a class, a global, and two entries of its register. */
export async function fill(target: Target): Promise<void> {
  const session = await target.open('agent');
  await session.apply({
    kind: 'put',
    name: router,
    bytes: Buffer.from('Class Lab.Router\n'),
    expected: null,
  });
  await session.apply(editOf(config, [{ reference: '^LabConfig("a")', from: null, to: '1' }]));
  await session.appendRegister(['{"n":1}', '{"n":2}']);
  await session.close();
}

/** The class and the global of a filled target. */
export const router = documentName('Lab.Router.cls');
export const config = documentName('^LabConfig');
