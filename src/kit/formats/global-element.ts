import type { DocumentName } from '../../document/document-name.ts';
import { documentName } from '../../document/document-name.ts';
import type { GlobalReference } from '../../document/global-reference.ts';
import { globalBuilder } from '../../document/global-builder.ts';
import { parseReference } from '../../document/global.ts';
import { readBase64 } from './base64.ts';
import type { Complain, ElementReader } from './export-element.ts';
import { charactersOf } from './strict-decoder.ts';
import type { XmlElement } from './xml-parser.ts';

/** The elements that hold one text each; the others are `Node`. `SubBase64` has not been seen, but follows from Data. */
type Leaf = 'Sub' | 'SubBase64' | 'Data' | 'DataBase64';

interface OpenNode {
  /** Null until `<Sub>` was read. */
  reference: GlobalReference | null;
  valued: boolean;
}

/**
 * Reads `<Global>`: nodes in M collation. Blanks inside subscripts and values are data, those between elements are not;
 * `<Data></Data>` is the empty string, no `<Data>` is no value. A global without any value is a document without bytes.
 */
export function readGlobalElement(_: XmlElement, complain: Complain): ElementReader {
  const nodes = globalBuilder();
  const open: OpenNode[] = [];
  let global: string | null = null;
  let leaf: { readonly name: Leaf; readonly pieces: string[] } | null = null;

  const openNode = (): void => {
    const parent = open.at(-1);
    if (parent === undefined ? global !== null : parent.reference === null) complain('<Node> out of place');
    open.push({ reference: null, valued: false });
  };
  const setSubscript = (node: OpenNode, text: string): void => {
    if (node.reference !== null) complain('a second <Sub> in one <Node>');
    const parent = open.at(-2)?.reference;
    node.reference = parent
      ? { ...parent, subscripts: [...parent.subscripts, text] }
      : rootOf(text, complain);
    global ??= node.reference.name;
  };
  const setValue = (node: OpenNode, value: string): void => {
    if (node.reference === null) return complain('a value before the <Sub> of its <Node>');
    if (node.valued || !nodes.add(node.reference, value)) complain('a node is given twice');
    node.valued = true;
  };
  const closeLeaf = (name: Leaf, text: string): void => {
    const node = open.at(-1);
    if (node === undefined) return complain(`<${name}> outside of <Node>`);
    const characters = name.endsWith('Base64') ? charactersOf(readBase64(text, complain)) : text;
    if (name.startsWith('Sub')) setSubscript(node, characters);
    else setValue(node, characters);
  };

  return {
    open: ({ name }) => {
      if (leaf !== null) complain(`<${name}> inside <${leaf.name}>`);
      if (name === 'Node') openNode();
      else if (isLeaf(name)) leaf = { name, pieces: [] };
      else complain(`<${name}> is not known in a <Global>`);
    },
    text: (text) => {
      if (leaf !== null) leaf.pieces.push(text);
      else if (/[^ \t\n]/.test(text)) complain('text between the nodes of a <Global>');
    },
    comment: () => undefined,
    instruction: () => undefined,
    close: () => {
      if (leaf !== null) closeLeaf(leaf.name, leaf.pieces.join(''));
      else if (open.pop()?.reference === null) complain('a <Node> without <Sub>');
      leaf = null;
    },
    finish: () => ({ name: rootName(global, complain), bytes: nodes.finish() }),
  };
}

function isLeaf(name: string): name is Leaf {
  return name === 'Sub' || name === 'SubBase64' || name === 'Data' || name === 'DataBase64';
}

function rootOf(text: string, complain: Complain): GlobalReference {
  return parseReference(text) ?? complain('the first <Sub> of a <Global> is no name of a global');
}

function rootName(global: string | null, complain: Complain): DocumentName {
  return global === null ? complain('a <Global> without <Node>') : documentName(global);
}
