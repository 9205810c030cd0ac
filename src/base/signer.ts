/** A private key that never leaves its adapter. */
export interface Signer {
  /** `ssh-ed25519 AAAA…`, without comment. */
  readonly publicKey: string;
  /** An armored SSH signature (OpenSSH PROTOCOL.sshsig) over the message in this namespace. */
  sign(namespace: string, message: Uint8Array): string;
}

/** Namespace of git's own signatures of commits and tags. */
export const gitNamespace = 'git';
/** Namespace of approvals, holds and recalls. */
export const termsNamespace = 'patchfleet-terms';
