import { Command } from 'commander';
import { commandTable } from './command-table.ts';
import { ownVersion } from './own-version.ts';
import type { Shell } from './shell.ts';

/**
 * The program with all its commands, of which only the one that the arguments name is complete. Printing, exiting and
 * mistakes go through exceptions, never through `process.exit`.
 */
export async function programFor(args: readonly string[], shell: Shell): Promise<Command> {
  const program = new Command('patchfleet');
  program
    .description(
      'Ships patches from a development server to many database sites through git, and proves what it did.',
    )
    .version(ownVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    // What stands behind a command's name is the command's own, also where the command above it has an option of that name.
    .enablePositionalOptions()
    .addHelpText('after', closingText);
  quiet(program, shell);
  const asked = wantedCommand(args);
  for (const { name, group, summary, load } of commandTable) {
    const command = program.command(name).helpGroup(group).summary(summary);
    quiet(command, shell);
    if (asked === name) (await load())(command, shell);
  }
  return program;
}

const closingText = `
Exit codes: 0 done, or nothing to do; 1 differences, or waiting; 2 an error, refused, rolled back or inconsistent.
Every command that prints takes --json: one object, whose "kind" tells what it is.

Example:
  $ patchfleet plan --config /etc/patchfleet/prod-madrid.yaml
`;

/** Names the command that is to be run, or whose help is asked for (`help kit`). */
function wantedCommand(args: readonly string[]): string | undefined {
  const words = args.filter((arg) => !arg.startsWith('-'));
  return words[0] === 'help' ? words[1] : words[0];
}

/** What asks for the help of a command that there is not, without the asking: so it is an unknown command, and not the help of all. */
export function withoutHelpForNothing(program: Command, args: readonly string[]): readonly string[] {
  const asksForHelp = (word: string): boolean => ['help', '--help', '-h'].includes(word);
  let command = program;
  for (const word of args.filter((arg) => arg !== 'help')) {
    if (word.startsWith('-') || command.commands.length === 0) return args;
    const inner = command.commands.find((one) => one.name() === word);
    if (inner === undefined) return args.filter((arg) => !asksForHelp(arg));
    command = inner;
  }
  return args;
}

/** Makes a command throw instead of leaving the process, and print through the terminal. */
function quiet(command: Command, { terminal }: Pick<Shell, 'terminal'>): void {
  command
    .exitOverride()
    .allowExcessArguments(false)
    .configureOutput({
      writeOut: (text) => {
        terminal.print(text.trimEnd());
      },
      // Only the help that stands in for a missing command; mistakes are told with a hint, elsewhere.
      writeErr: (text) => {
        terminal.remark(text.trimEnd());
      },
      outputError: () => undefined,
    })
    .configureHelp({ styleTitle: (title) => terminal.paint('strong', title) });
}
