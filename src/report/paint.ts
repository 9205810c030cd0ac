/** What a piece of text is for the eye; a terminal gives it a colour, a page a class. */
export type Style = 'strong' | 'dim' | 'good' | 'wait' | 'bad';

/** Gives a piece of text its style, without changing what it says. */
export type Paint = (style: Style, text: string) => string;

/** Text as it is: for files, pipes and tests. */
export const unpainted: Paint = (_style, text) => text;
