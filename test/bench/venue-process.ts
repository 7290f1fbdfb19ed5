import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type Rate, UNLIMITED } from './desk.ts';
import type { Ask, Counts, Hold } from './venue.ts';

/** The venue, in a process of its own. */
export class VenueProcess {
  readonly #child: ChildProcess;
  readonly url: string;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(): Promise<VenueProcess> {
    const child = fork(new URL('venue.ts', import.meta.url), { execArgv: [] });
    const [port] = (await once(child, 'message')) as [number];
    return new VenueProcess(child, port);
  }

  async #ask(message: Ask): Promise<Counts> {
    const answered = once(this.#child, 'message');
    this.#child.send(message);
    const [counts] = (await answered) as [Counts];
    return counts;
  }

  counts(): Promise<Counts> {
    return this.#ask({ ask: 'counts' });
  }

  /** Every order is gone, and from now on this rate is enforced. */
  async forget(rate: Rate = UNLIMITED): Promise<void> {
    await this.#ask({ ask: 'forget', rate });
  }

  /** It holds these orders, too. */
  async hold(held: Hold): Promise<void> {
    await this.#ask({ ask: 'hold', ...held });
  }

  stop(): void {
    this.#child.disconnect();
  }
}
