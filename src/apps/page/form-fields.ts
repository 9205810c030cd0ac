/** A form as it was sent: each field once. */
export type FormFields = Readonly<Record<string, string>>;
