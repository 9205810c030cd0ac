const words = 'passw(?:or[dt]|d)?|passphrase|pwd|secret|token|credentials?|api[._-]?key|private[._-]?key';
const last = new RegExp(`(?:${words})$`, 'i');
const anywhere = new RegExp(words, 'i');

/** True for the name of a secret: `mailPassword`, and not `passwordLength`. */
export function namesSecret(name: string): boolean {
  return last.test(name);
}

/** True for a name that has to do with secrets at all: where taking it for one loses nothing. */
export function speaksOfSecret(name: string): boolean {
  return anywhere.test(name);
}
