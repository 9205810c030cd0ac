import type { Command } from 'commander';

/** What the help of a command says besides its options. */
interface CommandText {
  /** One line for the list of commands; set here for commands inside commands. */
  readonly summary?: string;
  /** Paragraphs, each one string: what it does, what it changes, what it needs. */
  readonly description: readonly string[];
  /** Command lines as a person types them, each with what it is for. */
  readonly examples: readonly (readonly [line: string, purpose: string])[];
}

/** Writes the help of a command, and gives it `--json`. */
export function describeCommand(command: Command, text: CommandText): Command {
  const { summary, description, examples } = text;
  if (summary !== undefined) command.summary(summary);
  const lines = examples.flatMap(([line, purpose]) => [`  # ${purpose}`, `  $ ${line}`]);
  const heading = examples.length === 1 ? 'Example:' : 'Examples:';
  return command
    .description(description.join('\n\n'))
    .option('--json', 'print one JSON object instead of text')
    .addHelpText('after', `\n${heading}\n${lines.join('\n')}\n`);
}
