import { Lexer, Parser } from 'yaml';

/**
 * Offset at which a YAML text nests deeper than `limit` collections; null: nowhere. Needs no stack of its own: the
 * package's composer is recursive, and a text that exhausts the stack there can end the program.
 */
export function offsetOfDepth(text: string, limit: number): number | null {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    // The parser works while it is iterated; what it yields is not wanted here.
    Array.from(parser.next(lexeme));
    if (parser.stack.length > limit) return parser.offset;
  }
  return null;
}
