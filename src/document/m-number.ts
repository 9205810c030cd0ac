/**
 * True for a text that M takes as a number when it is a subscript: no leading or trailing zeros that say nothing, no
 * `+`, no exponent, no `-0`; at most 18 significant digits and within 1E47 and 1E-43 (GT.M Programmer's Guide, "Numeric
 * Accuracy"); longer ones are strings there, and here.
 */
export function isCanonicalNumber(text: string): boolean {
  const match = /^-?(0|[1-9]\d{0,46}(?:\.\d{0,42}[1-9])?|\.\d{0,42}[1-9])$/.exec(text);
  if (match === null || text === '-0') return false;
  return text.length <= 18 || significantDigits(text) <= 18;
}

function significantDigits(number: string): number {
  return number.replace(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '').length;
}

/** A numeric literal (`007`, `+1.50`, `-.5`) in canonical form; null where the text is none. */
export function canonicalNumberOf(text: string): string | null {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text);
  if (match === null || !/\d/.test(text)) return null;
  const whole = (match[2] ?? '').replace(/^0+/, '');
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  const magnitude = fraction === '' ? whole : `${whole}.${fraction}`;
  if (magnitude === '') return '0';
  return match[1] === '-' ? `-${magnitude}` : magnitude;
}

/** Orders two canonical numbers by value: negative, 0, positive. */
export function compareCanonicalNumbers(a: string, b: string): number {
  const negativeA = a.startsWith('-');
  if (negativeA !== b.startsWith('-')) return negativeA ? -1 : 1;
  return negativeA ? compareMagnitudes(b.slice(1), a.slice(1)) : compareMagnitudes(a, b);
}

function compareMagnitudes(a: string, b: string): number {
  const [wholeA, fractionA] = partsOf(a);
  const [wholeB, fractionB] = partsOf(b);
  if (wholeA.length !== wholeB.length) return wholeA.length - wholeB.length;
  if (wholeA !== wholeB) return wholeA < wholeB ? -1 : 1;
  return fractionA < fractionB ? -1 : fractionA > fractionB ? 1 : 0;
}

function partsOf(magnitude: string): [whole: string, fraction: string] {
  const point = magnitude.indexOf('.');
  if (point < 0) return [magnitude === '0' ? '' : magnitude, ''];
  return [magnitude.slice(0, point), magnitude.slice(point + 1)];
}
