import { SaxesParser } from 'saxes';

/** True for well-formed XML. */
export function isWellFormed(text: string): boolean {
  let wrong = false;
  const parser = new SaxesParser({ xmlns: false });
  parser.on('error', () => {
    wrong = true;
  });
  parser.write(text).close();
  return !wrong;
}
