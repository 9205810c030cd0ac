/** What an engine under test is given: databases of tests are copied before a run, and a run has twenty seconds. */
export const runLimits = { copyUpTo: 100 * 1024 * 1024, timeLimit: 20_000 };
