/** A service that runs the agent, as the commands that write it and look at it know it. */
export interface ServiceWish {
  /** `patchfleet`; several agents of one machine have different ones. */
  readonly name: string;
  /** The user it runs as. */
  readonly user: string;
  /** Program and arguments, none of them read by a shell. */
  readonly command: readonly string[];
  /** What the agent has to write to, besides its own state directories; null: nobody knows where its database lies. */
  readonly writes: readonly string[] | null;
  /** Sites are reached through programs of the database, which can need its shared memory, its /tmp and the rights of its group. */
  readonly beside: boolean;
  /** `systemd-notify` is there, so that systemd is told when the agent is ready and that it lives. */
  readonly notifies: boolean;
  /** Milliseconds that an attempt gets to end when the service is stopped. */
  readonly stopWithin: number;
}
