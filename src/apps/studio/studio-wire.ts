/** How browsers speak with the studio: on loopback, with a cookie of its own for each port. */
export const studioWire = {
  ...{ hosts: [], behindProxy: false, tls: false },
  cookie: (host: string): string => `patchfleet-studio-${/:(\d{1,5})$/.exec(host)?.[1] ?? '80'}`,
} as const;
