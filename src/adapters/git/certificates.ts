import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import type { Disk } from '../files/disk.ts';
import type { GitRemote } from './git-remote.ts';

/** The usual certificates and the remote's own in one file, as git wants them; null: the remote has none of its own. */
export function writeCertificates(options: {
  readonly folder: string;
  readonly remote: GitRemote;
  readonly disk: Disk;
}): string | null {
  const { folder, remote, disk } = options;
  if (remote.ca === null) return null;
  const path = join(folder, 'trusted-certificates.pem');
  disk.makeFolder(folder);
  disk.replace(path, Buffer.from([...rootCertificates, remote.ca].join('\n')));
  return path;
}
