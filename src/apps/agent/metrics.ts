import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { PassResult, SiteEvent } from '../served-site.ts';
import type { SiteLoop } from './site-loop.ts';

/** Figures for Prometheus. Labels are the site and words of the program: nothing of a patch's content, and never more series than that. */
export interface Metrics {
  watch(loop: SiteLoop): void;
  /** The text that is scraped. */
  text(): Promise<string>;
  readonly contentType: string;
}

export function openMetrics(version: string): Metrics {
  const registry = new Registry();
  const figures = figuresIn(registry);
  figures.build.set({ version }, 1);
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    watch: (loop) => {
      const began = { at: 0 };
      loop.watch((event) => {
        take(figures, loop, event, began);
      });
    },
  };
}

type Figures = ReturnType<typeof figuresIn>;

function figuresIn(registry: Registry) {
  const site = { registers: [registry], labelNames: ['site'] as const };
  const by = <L extends string>(...more: readonly L[]) => ({
    registers: [registry],
    labelNames: ['site', ...more] as const,
  });
  return {
    build: new Gauge({
      ...{ name: 'patchfleet_build_info', help: 'The version that runs.', registers: [registry] },
      labelNames: ['version'] as const,
    }),
    passes: new Counter({ name: 'patchfleet_passes_total', help: 'Passes that ended.', ...by('outcome') }),
    attempts: new Counter({
      ...{ name: 'patchfleet_attempts_total', help: 'Attempts that ended.', ...by('action', 'outcome') },
    }),
    seconds: new Histogram({
      ...{ name: 'patchfleet_pass_duration_seconds', help: 'How long passes took.', ...site },
      buckets: [0.1, 0.5, 1, 5, 15, 60, 300, 1800, 7200],
    }),
    last: new Gauge({
      ...{ name: 'patchfleet_last_pass_timestamp_seconds', help: 'End of the last pass that saw the site.' },
      ...site,
    }),
    faults: new Gauge({
      ...{
        name: 'patchfleet_passes_with_faults',
        help: 'Passes in a row that could not do all they should.',
      },
      ...site,
    }),
    steps: new Gauge({
      ...{ name: 'patchfleet_plan_steps', help: 'Steps of the plan that are left.', ...site },
    }),
    inconsistent: new Gauge({
      ...{
        name: 'patchfleet_inconsistent',
        help: '1: the site waits for an operator to settle it.',
        ...site,
      },
    }),
    undelivered: new Gauge({
      ...{ name: 'patchfleet_statuses_waiting', help: 'Statuses that the host does not have yet.', ...site },
    }),
  };
}

function take(figures: Figures, loop: SiteLoop, event: SiteEvent, began: { at: number }): void {
  if (event.kind === 'pass-began') began.at = event.at;
  if (event.kind !== 'pass-ended') return;
  const site: string = loop.name;
  figures.passes.inc({ site, outcome: event.result.kind });
  figures.seconds.observe({ site }, Math.max(0, event.at - began.at) / 1000);
  figures.faults.set({ site }, loop.faults);
  takeResult(figures, site, event.result, event.at);
}

function takeResult(figures: Figures, site: string, result: PassResult, at: number): void {
  if (result.kind !== 'passed') return;
  const { attempts, plan, inconsistent, delivery } = result;
  for (const { action, outcome } of attempts) figures.attempts.inc({ site, action, outcome });
  figures.last.set({ site }, at / 1000);
  figures.steps.set({ site }, plan?.steps.length ?? 0);
  figures.inconsistent.set({ site }, inconsistent ? 1 : 0);
  figures.undelivered.set({ site }, delivery.kind === 'unreachable' ? delivery.waiting : 0);
}
