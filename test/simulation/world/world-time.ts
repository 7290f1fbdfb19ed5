/** True time of a world: it passes only from one event to the next. */
export interface Happening {
  readonly at: number;
  readonly order: number;
  readonly act: () => void;
}

/** What a run of one schedule may come to before it counts as going round in circles. */
const MOST_EVENTS = 60_000;
/** Turns of the event loop without anything planned after which nothing will ever happen. */
const IDLE_TURNS = 50;

/** Everything that can go on has gone on: a tick comes when no promise has anything left to do. */
const settled = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));
/** The same for what needs the operating system, such as a module that is loaded. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Nobody waits for anything that is planned: a promise that nobody will keep, or a loop that never ends. */
export class Stuck extends Error {
  override readonly name = 'Stuck';
}

export class WorldTime {
  /** Milliseconds since the world began. */
  now = 0;
  #planned: Happening[] = [];
  #order = 0;
  #events = 0;

  /** Plans `act` for `delay` from now; of two at one moment the earlier planned comes first. */
  in(delay: number, act: () => void): void {
    const happening = { at: this.now + Math.max(0, delay), order: this.#order++, act };
    // Most of what is planned comes soon, so its place is near the end of a list that is sorted backwards.
    let place = this.#planned.length;
    while (place > 0 && (this.#planned[place - 1] as Happening).at <= happening.at) place--;
    this.#planned.splice(place, 0, happening);
  }

  /** Lets everything happen that is planned, until `isOver`; in between, all code that can go on goes on. */
  async run(isOver: () => boolean): Promise<void> {
    let idle = 0;
    for (;;) {
      await settled();
      if (isOver()) return;
      const next = this.#planned.pop();
      if (next === undefined) {
        if (++idle > IDLE_TURNS) throw new Stuck('nothing is planned, and somebody is waiting');
        await turn();
        continue;
      }
      idle = 0;
      if (++this.#events > MOST_EVENTS) throw new Stuck(`no end after ${MOST_EVENTS} events`);
      this.now = next.at;
      next.act();
    }
  }

  /** As {@link run}, for so long. */
  async pass(duration: number): Promise<void> {
    let isOver = false;
    this.in(duration, () => {
      isOver = true;
    });
    await this.run(() => isOver);
  }
}
