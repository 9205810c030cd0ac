import { failure } from '../../../base/failure.ts';
import { helperVersion } from './helper-class.ts';

/** One line of a request: a key and its values. */
export type RequestLine = readonly [key: string, ...values: readonly string[]];

/** What the helper is asked to do. */
export interface HelperRequest {
  readonly action: string;
  readonly lines: readonly RequestLine[];
}

/** A line of an answer, its values as they were before they were escaped. */
export interface AnswerLine {
  readonly key: string;
  readonly values: readonly string[];
}

export interface HelperAnswer {
  readonly lines: readonly AnswerLine[];
}

/** Bytes as lines of a request, each of which a server without long strings can take. */
export function byteLines(key: string, bytes: Uint8Array): RequestLine[] {
  const lines: RequestLine[] = [];
  for (let at = 0; at < bytes.length; at += bytesOfLine)
    lines.push([key, Buffer.from(bytes.subarray(at, at + bytesOfLine)).toString('latin1')]);
  return lines;
}
const bytesOfLine = 600;

/** The bytes that lines of an answer carry. */
export function bytesOf(lines: readonly AnswerLine[]): Uint8Array {
  return Buffer.concat(lines.map(({ values }) => Buffer.from(values[0] ?? '', 'latin1')));
}

/**
 * A request as text: ASCII lines, the first and the last with the nonce, values after tabs, what is not printable ASCII escaped.
 * A value too long for a line of an old server goes before its line, in parts.
 */
export function requestAsText({ action, lines }: HelperRequest, nonce: string): string {
  const parts = { count: 0 };
  const body = lines.flatMap((line) => writeLine(line, parts));
  return [`patchfleet-request 1 ${nonce} ${action}`, ...body, `end ${nonce}`, ''].join('\n');
}

/** So many characters of a value stand in one line; escaped they are at most six times as many. */
const longestPart = 600;

function writeLine([key, ...values]: RequestLine, parts: { count: number }): string[] {
  const before: string[] = [];
  const written = values.map((value) => {
    if (value.length <= longestPart) return escapeText(value);
    parts.count += 1;
    for (let at = 0; at < value.length; at += longestPart)
      before.push(`part\t${parts.count}\t${escapeText(value.slice(at, at + longestPart))}`);
    return `%+${parts.count}`;
  });
  return [...before, [key, ...written].join('\t')];
}

/**
 * Reads an answer. Failure TARGET_ANSWER_INVALID where its first or last line is not of this request and of our helper, lines are
 * missing, or a transaction was left open; TARGET_REFUSED where the helper says that it failed, in the server's own words.
 */
export function readAnswer(text: string, nonce: string, target: string): HelperAnswer {
  const invalid = (why: string) => failure('TARGET_ANSWER_INVALID', { target, why });
  const all = text.split('\n');
  if (all.pop() !== '') throw invalid('it is cut off.');
  const [head, end] = [all.shift() ?? '', all.pop() ?? ''];
  if (head !== `patchfleet-answer 1 ${nonce} ${helperVersion}`)
    throw invalid('it does not belong to our request.');
  const [, status = '', level = '', count = ''] =
    new RegExp(`^end ${nonce.replaceAll('.', '\\.')} (ok|error) (\\d+) (\\d+)$`).exec(end) ?? [];
  if (status === '') throw invalid('its last line is missing.');
  if (Number(count) !== all.length) throw invalid(`it has ${all.length} lines, and says ${count}.`);
  if (level !== '0') throw invalid(`it left ${level} transactions open.`);
  const lines = all.map(readLine);
  const error = lines.find(({ key }) => key === 'error');
  if (status === 'error')
    throw failure('TARGET_REFUSED', { target, why: error?.values[0] ?? 'no reason given' });
  return { lines };
}

function readLine(line: string): AnswerLine {
  const [key = '', ...values] = line.split('\t');
  return { key, values: values.map(unescapeText) };
}

/** The values of the first line with this key; null: there is none. */
export function valuesOf({ lines }: HelperAnswer, key: string): readonly string[] | null {
  return lines.find((line) => line.key === key)?.values ?? null;
}

/** Printable ASCII; a per cent sign and all else as `%XX`, characters above 255 as `%uXXXX`. */
export function escapeText(text: string): string {
  return text.replace(/[^ -$&-~]/g, (unit) => {
    const code = unit.charCodeAt(0).toString(16).toUpperCase();
    return code.length > 2 ? `%u${code.padStart(4, '0')}` : `%${code.padStart(2, '0')}`;
  });
}

export function unescapeText(text: string): string {
  return text.replace(/%u([0-9A-F]{4})|%([0-9A-F]{2})/g, (_, wide?: string, byte?: string) =>
    String.fromCharCode(Number.parseInt(wide ?? byte ?? '', 16)),
  );
}
