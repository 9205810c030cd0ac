import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import type { Disk } from '../files/disk.ts';
import type { GitRemote } from './git-remote.ts';

/**
 * The usual certificates and the remote's own in one file, as git wants them; null: the remote has none of its own. Written now, and again when it is
 * asked for and lost.
 */
export function openCertificates(options: {
  readonly folder: string;
  readonly remote: GitRemote;
  readonly disk: Disk;
}): () => string | null {
  const { folder, remote, disk } = options;
  const { ca } = remote;
  if (ca === null) return () => null;
  const path = join(folder, 'trusted-certificates.pem');
  const write = (): void => {
    disk.makeFolder(folder);
    disk.replace(path, Buffer.from([...rootCertificates, ca].join('\n')));
  };
  write();
  return () => {
    if (!existsSync(path)) write();
    return path;
  };
}
