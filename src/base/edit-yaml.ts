import { isCollection, isMap, isNode, isScalar, isSeq, parseDocument, stringify } from 'yaml';

/** Where a value stands in a YAML text: keys of mappings and 0-based places in lists, from the top. */
type YamlPath = readonly (string | number)[];

/**
 * Sets one scalar in a YAML text and leaves every other character as it is: comments, order, quotes, layout. A key
 * that is not there yet is put after the last one of its mapping. The mapping itself must exist and hold at least one key.
 */
export function setInYaml(text: string, path: YamlPath, value: string): string {
  const document = parseDocument(text);
  const written = stringify(value, { lineWidth: 0 }).trimEnd();
  const found = document.getIn(path, true);
  if (isScalar(found) && found.range) {
    return splice(text, found.range[0], found.range[1], written);
  }
  const key = stringify(path.at(-1)).trimEnd();
  const mapping = document.getIn(path.slice(0, -1), true);
  if (!isMap(mapping)) throw new Error(`There is no mapping at ${path.slice(0, -1).join('.')}.`);
  return insertKey(text, mapping.flow === true, endsOf(mapping.items), `${key}: ${written}`);
}

/**
 * Puts these lines (`key: …` and what belongs to it) in the place of a key of the top mapping with its value and a remark behind it, or behind the last line
 * where there is no such key; every other character stays as it is.
 */
export function replaceInYaml(text: string, key: string, lines: readonly string[]): string {
  const { contents } = parseDocument(text);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const pair = isMap(contents)
    ? contents.items.find((one) => isScalar(one.key) && one.key.value === key)
    : undefined;
  const written = lines.join(newline);
  if (pair === undefined) {
    const end = text === '' || text.endsWith('\n') ? '' : newline;
    return `${text}${end}${written}${newline}`;
  }
  const { start, end } = endsOf([pair]);
  return splice(text, start, endOfLine(text, end), written);
}

/** One line of a mapping that is put into a list: `key: value` as YAML, and a remark behind it. */
export interface YamlLine {
  readonly pair: string;
  readonly remark?: string;
}

/**
 * Puts a mapping behind the last entry of a list in the top mapping, and leaves every other character as it is. A list that is empty, or not there yet, is
 * written as lines; one in brackets stays in brackets, without the remarks.
 */
export function addToYamlList(text: string, key: string, lines: readonly YamlLine[]): string {
  const list = parseDocument(text).get(key, true);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  if (!isSeq(list) || !list.range) {
    const end = text === '' || text.endsWith('\n') ? '' : newline;
    return `${text}${end}${[`${key}:`, ...entryLines(lines, '  ')].join(newline)}${newline}`;
  }
  const [start, end] = list.range;
  const last = list.items.at(-1);
  if (list.flow === true && last !== undefined) {
    const entry = `{ ${lines.map(({ pair }) => pair).join(', ')} }`;
    return splice(text, endOf(last), endOf(last), `, ${entry}`);
  }
  if (last === undefined) {
    const from = text.slice(0, start).trimEnd().length;
    const at = endOfLine(text, end);
    return splice(text, from, at, [text.slice(end, at), ...entryLines(lines, '  ')].join(newline));
  }
  const at = endOfLine(text, endOf(last));
  return splice(text, at, at, ['', ...entryLines(lines, ' '.repeat(columnOf(text, start)))].join(newline));
}

function entryLines(lines: readonly YamlLine[], indent: string): readonly string[] {
  return lines.map(({ pair, remark }, index) => {
    const whole = remark === undefined ? pair : `${pair} # ${remark}`;
    return `${indent}${index === 0 ? '- ' : '  '}${whole}`;
  });
}

/** Where a node's last value ends. */
function endOf(node: unknown): number {
  if (isCollection(node) && node.flow !== true && isMap(node)) return endsOf(node.items).end;
  if (!isNode(node) || !node.range) throw new Error('The list holds what has no place.');
  return node.range[1];
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

interface Ends {
  /** Where the first key begins. */
  readonly start: number;
  /** Where the last value ends. */
  readonly end: number;
}

function endsOf(items: readonly { readonly key: unknown; readonly value: unknown }[]): Ends {
  const first = items[0]?.key;
  const last = items.at(-1);
  const lastNode = isNode(last?.value) && last.value.range ? last.value : last?.key;
  if (!isNode(first) || !first.range || !isNode(lastNode) || !lastNode.range) {
    throw new Error('The mapping holds no key.');
  }
  return { start: first.range[0], end: lastNode.range[1] };
}

function insertKey(text: string, flow: boolean, { start, end }: Ends, pair: string): string {
  if (flow) return splice(text, end, end, `, ${pair}`);
  const indent = ' '.repeat(columnOf(text, start));
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const lineEnd = endOfLine(text, end);
  return splice(text, lineEnd, lineEnd, `${newline}${indent}${pair}`);
}

/** The place before the newline that ends the line of `offset`; a value that already ended its line counts with that line. */
function endOfLine(text: string, offset: number): number {
  const inside = text[offset - 1] === '\n' ? offset - 1 : offset;
  const newline = text.indexOf('\n', inside);
  if (newline < 0) return text.length;
  return text[newline - 1] === '\r' ? newline - 1 : newline;
}

function splice(text: string, from: number, to: number, by: string): string {
  return text.slice(0, from) + by + text.slice(to);
}
