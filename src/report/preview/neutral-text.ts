import { plainText } from '../../base/plain-text.ts';

/**
 * One line of foreign text for GitHub's Markdown, also in a cell of a table: shown as it is, no markup, no formula, no link; nobody is mentioned
 * by it and nothing referred to.
 */
export function neutralMarkdown(text: string, limit = 500): string {
  return asEntities(unlinked(plainText(text, limit)).replace(/[\\`*_[\]|~#!]/g, '\\$&'));
}

/** The same between HTML tags, where no Markdown is read. */
export function neutralHtml(text: string, limit = 500): string {
  return asEntities(unlinked(plainText(text, limit)));
}

function asEntities(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\$/g, '&#36;');
}

/** Cannot be seen, and ends what a host would make a link of. */
const joint = '\u200b';

/** GitHub looks for mentions, references and addresses in the text that comes of the Markdown, so an escape does not end them (GitHub Docs, "Autolinked references and URLs"). */
function unlinked(text: string): string {
  return text
    .replace(/[@#]/g, `$&${joint}`)
    .replace(/\bGH-(?=\d)/gi, `$&${joint}`)
    .replace(/:(?=\/\/)/g, `:${joint}`)
    .replace(/\bwww(?=\.)/gi, `$&${joint}`);
}
