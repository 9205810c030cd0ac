import type { ServiceWish } from './service-wish.ts';

/** What to type on Windows: a task that starts with the machine. Written from the documentation of schtasks; never run by us. */
export function windowsTask({ name, command }: ServiceWish): string {
  const line = command.map((word) => `\\"${word}\\"`).join(' ');
  return `On Windows the agent runs as a scheduled task that starts with the machine. This was written from Microsoft's documentation and
never tried by us. In a command prompt as administrator:

  schtasks /Create /TN ${name} /SC ONSTART /RU "NT AUTHORITY\\LOCAL SERVICE" /TR "${line}"
  schtasks /Run /TN ${name}

Then, in the task's settings: switch off "Stop the task if it runs longer than", and switch on "If the task fails, restart every 1 minute".
Give LOCAL SERVICE the right to write into the state directory and to read the configuration, the keys and nothing else.
Windows ends a task without asking: an attempt that it cuts short is settled by the next start. Suspend the site before, if you can wait:
patchfleet suspend --why "the machine is restarted"

To remove it: schtasks /End /TN ${name} and schtasks /Delete /TN ${name}`;
}
