import { Listr, ListrLogger, ProcessOutput } from 'listr2';
import { safeCut, safeText } from '../lib/safe-text.ts';
import { scrub } from '../lib/scrub.ts';
import type { Work } from './progress-event.ts';
import { type Progress, VERBS, rowKey } from './plain-progress.ts';

class Row {
  readonly #work: Work;
  readonly #monotonic: () => number;
  readonly #startedAt: number;
  readonly #ended = Promise.withResolvers<undefined>();
  #done = 0;
  #failed = 0;
  #last = '';
  #draw: (title: string) => void = () => undefined;

  constructor(work: Work, monotonic: () => number) {
    this.#work = work;
    this.#monotonic = monotonic;
    this.#startedAt = monotonic();
  }

  get title(): string {
    const { account, phase, total } = this.#work;
    const seconds = Math.max(0.001, (this.#monotonic() - this.#startedAt) / 1000);
    const rate = this.#done > 5 ? `, ${Math.round(this.#done / seconds)}/s` : '';
    const failed = this.#failed > 0 ? `, ${this.#failed} not done${this.#last}` : '';
    return scrub(`${safeText(account)}: ${VERBS[phase]} ${this.#done}/${total}${rate}${failed}`);
  }

  step(name: string, outcome: string, ok: boolean): void {
    this.#done += 1;
    if (!ok) {
      this.#failed += 1;
      this.#last = ` (${name}: ${safeCut(outcome, 60)})`;
    }
    this.#draw(this.title);
    if (this.#done >= this.#work.total) this.end();
  }

  end(): void {
    this.#ended.resolve(undefined);
  }

  /** What listr2 runs: nothing but waiting for the end. */
  async show(draw: (title: string) => void): Promise<void> {
    this.#draw = draw;
    draw(this.title);
    await this.#ended.promise;
  }
}

/**
 * One counting row an account and phase: with a row an order, a thousand orders would take minutes to draw.
 * listr2's own signal handling is off: it would end the process before an answer in flight is recorded.
 */
export function liveProgress(monotonic: () => number): Progress {
  const rows = new Map<string, Row>();
  let shown: Promise<unknown> = Promise.resolve();
  return {
    tell: (event) => {
      if (event.kind === 'begin' && event.work.length > 0) {
        for (const work of event.work) rows.set(rowKey(work), new Row(work, monotonic));
        const tasks = [...rows.values()].map((row) => ({
          title: row.title,
          task: (_: unknown, task: { title: string }) =>
            row.show((title) => {
              task.title = title;
            }),
        }));
        // stdout holds the result alone.
        const logger = new ListrLogger({ processOutput: new ProcessOutput(process.stderr, process.stderr) });
        const options = {
          concurrent: true,
          registerSignalListeners: false,
          rendererOptions: { logger },
        } as const;
        shown = new Listr(tasks, options).run();
      }
      if (event.kind === 'step') rows.get(rowKey(event))?.step(event.name, event.outcome, event.ok);
    },
    close: async () => {
      for (const row of rows.values()) row.end();
      await shown;
    },
  };
}
