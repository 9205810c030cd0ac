import { existsSync, readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { failure } from '../../base/failure.ts';
import type { Signer } from '../../base/signer.ts';
import { signerOf } from '../../base/ssh-signature.ts';
import type { Signing } from '../../publish/release-patch.ts';
import type { Shell } from './shell.ts';

export interface SigningOptions {
  readonly key?: string;
  readonly as?: string;
  readonly unsigned?: boolean;
}

/** Gives a command the options that say who signs. */
export function withSigning(command: Command): Command {
  return command
    .option('--key <file>', 'private SSH key that signs (or PATCHFLEET_KEY)')
    .option('--as <name>', 'who signs: "Name <mail>" (or PATCHFLEET_AS; default: the user of this machine)')
    .option('--unsigned', 'do without a signature; only sites that say `unsigned: true` take it');
}

/** Who signs, with which key, as options, environment and defaults say in this order. Failure ARGUMENT_MISSING where no key is named. */
export function readSigning(shell: Shell, options: SigningOptions): Signing {
  const signer = options.unsigned === true ? null : readSigner(shell, options.key);
  return { author: { ...readAuthor(shell, options.as), at: shell.now() }, signer };
}

/** The signer of a key file. Its content never reaches a message. */
export function readSigner(shell: Shell, option: string | undefined): Signer {
  const named = option ?? shell.env['PATCHFLEET_KEY'];
  if (named === undefined || named === '') {
    throw failure('ARGUMENT_MISSING', {
      what: 'private key to sign with',
      where: '--key FILE or PATCHFLEET_KEY',
    });
  }
  const path = resolve(shell.cwd, named);
  if (!existsSync(path)) throw failure('FILE_MISSING', { path: named });
  const text = readFileSync(path, 'utf8');
  shell.keepSecret(text.trim());
  return signerOf(text);
}

function readAuthor(shell: Shell, option: string | undefined): { name: string; email: string } {
  const text = option ?? shell.env['PATCHFLEET_AS'] ?? defaultAuthor();
  const [, name, email] = /^\s*([^<>]*[^<>\s])\s*<([^<>\s]+@[^<>\s]+)>\s*$/.exec(text) ?? [];
  if (name === undefined || email === undefined) {
    throw failure('WRONG_ARGUMENT', { what: '--as', word: text, expected: '"Name <mail@host>"' });
  }
  return { name, email };
}

function defaultAuthor(): string {
  const { username } = userInfo();
  return `${username} <${username}@${hostname()}>`;
}
