import type { Alias, Document, Node, Pair, YAMLMap, YAMLSeq } from 'yaml';
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { IssuePath } from './issue-path.ts';

/** Something wrong at an offset of a YAML text; null where the place is not known. */
export interface YamlFinding {
  readonly path: IssuePath;
  readonly offset: number | null;
  readonly message: string;
}

/** Maps and lists inside each other. */
export const deepestYaml = 50;
export const tooDeep = `is nested too deeply, expected at most ${deepestYaml} levels`;
/** Nodes after every alias was followed. */
const mostNodes = 200_000;

/**
 * The plain value of a YAML document. Found on the way: keys that are no text, keys that stand twice, `__proto__`,
 * and documents that are too deep or too large once their aliases are followed.
 */
export function yamlValue(document: Document.Parsed): { value: unknown; findings: readonly YamlFinding[] } {
  const walk: Walk = { anchors: new Map(), findings: [], left: mostNodes, following: 0 };
  const value = valueOf(walk, document.contents, []);
  return { value, findings: walk.findings };
}

interface Walk {
  /** The nodes seen so far by their anchors; the package would search the document for each alias. */
  readonly anchors: Map<string, unknown>;
  readonly findings: YamlFinding[];
  left: number;
  /** Aliases that are being followed right now. */
  following: number;
}

function valueOf(walk: Walk, node: unknown, path: IssuePath): unknown {
  walk.left -= 1;
  if (walk.left < 0) return tooMuch(walk, node, path);
  if (path.length > deepestYaml) {
    find(walk, node, path.slice(0, 3), tooDeep);
    return null;
  }
  if (isAlias(node)) return follow(walk, node, path);
  const anchor = (node as { anchor?: string } | null)?.anchor;
  if (anchor !== undefined && walk.following === 0) walk.anchors.set(anchor, node);
  if (isMap(node)) return mapOf(walk, node, path);
  if (isSeq(node)) return listOf(walk, node, path);
  return isScalar(node) ? node.value : null;
}

function follow(walk: Walk, alias: Alias, path: IssuePath): unknown {
  if (!walk.anchors.has(alias.source)) {
    find(
      walk,
      alias,
      path,
      `is an alias of ${JSON.stringify(alias.source)}, expected an anchor of this name before it`,
    );
    return null;
  }
  walk.following += 1;
  const value = valueOf(walk, walk.anchors.get(alias.source), path);
  walk.following -= 1;
  return value;
}

function mapOf(walk: Walk, map: YAMLMap, path: IssuePath): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const pair of map.items) {
    const key = keyOf(walk, pair, path);
    if (key === null) continue;
    if (Object.hasOwn(value, key)) {
      find(walk, pair.key, [...path, key], 'stands twice in this map, expected once');
    } else {
      value[key] = valueOf(walk, pair.value, [...path, key]);
    }
  }
  return value;
}

function keyOf(walk: Walk, pair: Pair, path: IssuePath): string | null {
  const key: unknown = isScalar(pair.key) ? pair.key.value : undefined;
  if (key === '__proto__') {
    find(walk, pair.key, [...path, key], 'is not allowed as a key');
    return null;
  }
  if (typeof key === 'string') return key;
  find(
    walk,
    pair.key,
    path,
    'a key here is no text, expected a text (numbers, true, false and null need quotes)',
  );
  return null;
}

function listOf(walk: Walk, list: YAMLSeq, path: IssuePath): unknown[] {
  return list.items.map((item, index) => valueOf(walk, item, [...path, index]));
}

function tooMuch(walk: Walk, node: unknown, path: IssuePath): null {
  const told = walk.left < -1;
  if (!told)
    find(walk, node, path, `is too much, expected at most ${mostNodes} values once aliases are followed`);
  return null;
}

function find(walk: Walk, node: unknown, path: IssuePath, message: string): void {
  if (walk.findings.length >= 100) return;
  walk.findings.push({ path, message, offset: (node as Node | null)?.range?.[0] ?? null });
}
