/** What a site's own configuration trusts, by role: public keys in the form `ssh-ed25519 AAAA…` without comment. */
export interface Trust {
  /** May write the channel. */
  readonly publisher: readonly string[];
  /** May sign releases. */
  readonly release: readonly string[];
  /** May approve; the name is the one that counts as the approver. */
  readonly approver: readonly NamedKey[];
  /** May hold, suspend, recall. */
  readonly operator: readonly NamedKey[];
  /** True: releases and channels without a signature are taken. Only for trying out. */
  readonly unsigned: boolean;
}

export interface NamedKey {
  readonly name: string;
  readonly key: string;
}
