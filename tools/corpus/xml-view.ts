import { XMLParser } from 'fast-xml-parser';

/**
 * What an XML export says, as one text per element of `<Export>`, computed without the code under test: parsed by
 * fast-xml-parser, entities and base64 decoded here. Left out is what `volatileInXml` lists, and nothing else.
 */
export function viewOfXml(path: string, bytes: Uint8Array): string[] {
  const nodes = parseXml(decode(bytes));
  const root = nodes.find((node) => isElement(node));
  if (root === undefined) return [];
  if (nameOf(root) !== 'Export') return [documentView(basename(path), [root])];
  return childrenOf(root).filter(isElement).map(elementView);
}

/** What may differ between an export and the same export written again. */
export const volatileInXml: readonly string[] = [
  'Export: its attributes, comments and blanks between its elements',
  'Class: TimeChanged, TimeCreated, blanks between elements',
  'Project: LastModified, blanks between elements',
  'Routine: timestamp; languagemode="0" is as none; the newline before the first and after the last line',
  'CSP: the newline before the first line; CSPBase64: how the base64 is cut into lines',
  'Global: nodes without value and children, order of nodes, text or base64, comments',
  "Document: case of the name's extension, blanks around its content",
  'everywhere: CDATA or escaped text, CRLF or LF, byte order mark, order of attributes',
];

type Node = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  cdataPropName: '#cdata',
  commentPropName: '#comment',
});

function parseXml(text: string): readonly Node[] {
  return parser.parse(text.replaceAll('\r\n', '\n')) as readonly Node[];
}

function decode(bytes: Uint8Array): string {
  const declared = /^.{0,3}<\?xml[^>]*encoding="([^"]+)"/s.exec(
    Buffer.from(bytes.subarray(0, 200)).toString('latin1'),
  );
  const encoding = declared?.[1]?.toLowerCase() ?? 'utf-8';
  if (encoding === 'iso-8859-1') return Buffer.from(bytes).toString('latin1');
  return new TextDecoder(encoding).decode(bytes);
}

function elementView(node: Node): string {
  const attributes = attributesOf(node);
  switch (nameOf(node)) {
    case 'Class':
      return JSON.stringify(
        tidy({ ...node, Class: without(childrenOf(node), ['TimeChanged', 'TimeCreated']) }),
      );
    case 'Project':
      return JSON.stringify(
        [tidy(node)].map((tree) => ({ ...tree, attributes: drop(attributes, ['LastModified']) })),
      );
    case 'Routine': {
      const mode = attributes['languagemode'] === '0' ? ['languagemode'] : [];
      const body = textOf(node)
        .replaceAll('\r\n', '\n')
        .replace(/^\n/, '')
        .replace(/([^\n])$/, '$1\n');
      return JSON.stringify(['Routine', drop(attributes, ['timestamp', ...mode]), body]);
    }
    case 'CSP':
      return JSON.stringify(['CSP', attributes, textOf(node).replace(/^\n/, '')]);
    case 'CSPBase64':
      return JSON.stringify([
        'CSPBase64',
        attributes,
        Buffer.from(textOf(node), 'base64').toString('base64'),
      ]);
    case 'Global':
      return JSON.stringify(['Global', globalView(childrenOf(node), [])]);
    case 'Document':
      return documentView(attributes['name'] ?? '', childrenOf(node), drop(attributes, ['name']));
    default:
      return JSON.stringify(['not known', node]);
  }
}

function documentView(
  name: string,
  content: readonly Node[],
  attributes: Record<string, string> = {},
): string {
  const parts = name.split('.');
  const extension = (parts.pop() ?? '').toUpperCase();
  const trees = merged(content).map(exact);
  const isBlank = (tree: unknown): boolean => typeof tree === 'string' && tree.trim() === '';
  if (isBlank(trees[0])) trees.shift();
  if (isBlank(trees.at(-1))) trees.pop();
  return JSON.stringify(['Document', [...parts, extension].join('.'), attributes, trees]);
}

type Tree =
  string | { readonly name: string; readonly attributes: object; readonly children: readonly Tree[] };

/** An element with every blank in it. */
function exact(node: Node): Tree {
  if ('#text' in node) return String(node['#text']);
  return {
    name: nameOf(node),
    attributes: attributesOf(node),
    children: merged(childrenOf(node)).map(exact),
  };
}

/** An element without the blanks between elements. */
function tidy(node: Node): Exclude<Tree, string> {
  const children = merged(childrenOf(node));
  const texts = children.filter((child) => '#text' in child);
  const layout =
    texts.length < children.length && texts.every((child) => String(child['#text']).trim() === '');
  const kept = layout ? children.filter((child) => !('#text' in child)) : children;
  return {
    name: nameOf(node),
    attributes: attributesOf(node),
    children: kept.map((child) => ('#text' in child ? String(child['#text']) : tidy(child))),
  };
}

/** Values by path of subscripts, sorted by path. */
function globalView(nodes: readonly Node[], path: readonly string[]): readonly (readonly [string, string])[] {
  const values = nodes
    .filter((node) => nameOf(node) === 'Node')
    .flatMap((node) => {
      const children = childrenOf(node);
      const subscript = leafOf(children, 'Sub') ?? '';
      const below = [...path, subscript];
      const value = leafOf(children, 'Data');
      const own = value === null ? [] : [[JSON.stringify(below), value] as const];
      return [...own, ...globalView(children, below)];
    });
  return path.length > 0 ? values : [...values].sort(([a], [b]) => (a < b ? -1 : 1));
}

function leafOf(nodes: readonly Node[], name: string): string | null {
  const plain = nodes.find((node) => nameOf(node) === name);
  if (plain !== undefined) return textOf(plain);
  const binary = nodes.find((node) => nameOf(node) === `${name}Base64`);
  return binary === undefined ? null : Buffer.from(textOf(binary), 'base64').toString('latin1');
}

function nameOf(node: Node): string {
  return Object.keys(node).find((key) => key !== ':@') ?? '';
}

function isElement(node: Node): boolean {
  return !/^[#?]/.test(nameOf(node));
}

function childrenOf(node: Node): readonly Node[] {
  const children = node[nameOf(node)];
  return Array.isArray(children) ? (children as readonly Node[]) : [];
}

function attributesOf(node: Node): Record<string, string> {
  const attributes = Object.entries((node[':@'] ?? {}) as Record<string, string>).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return Object.fromEntries(attributes.map(([name, value]) => [name, unescape(value)]));
}

/** Adjacent texts and CDATA sections as one text each. */
function merged(nodes: readonly Node[]): Node[] {
  const result: { '#text'?: string }[] = [];
  for (const node of nodes) {
    const text = '#text' in node ? unescape(String(node['#text'])) : '#cdata' in node ? cdataOf(node) : null;
    const last = result.at(-1);
    if (text === null) result.push(node);
    else if (last?.['#text'] === undefined) result.push({ '#text': text });
    else last['#text'] += text;
  }
  return result.filter((node) => node['#text'] !== '');
}

function cdataOf(node: Node): string {
  return (node['#cdata'] as readonly Node[]).map((part) => String(part['#text'])).join('');
}

function textOf(node: Node): string {
  return merged(childrenOf(node))
    .map((child) => ('#text' in child ? String(child['#text']) : ''))
    .join('');
}

function unescape(text: string): string {
  return text.replace(/&(#x?)?(\w+);/g, (whole, number: string | undefined, code: string) => {
    if (number === '#x') return String.fromCodePoint(Number.parseInt(code, 16));
    if (number === '#') return String.fromCodePoint(Number(code));
    return named[code] ?? whole;
  });
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function without(nodes: readonly Node[], names: readonly string[]): Node[] {
  return nodes.filter((node) => !names.includes(nameOf(node)));
}

function drop(attributes: Record<string, string>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name)));
}

function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
