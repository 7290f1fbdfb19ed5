import { describe } from 'vitest';
import { answers } from './venue/answers.ts';
import { changing } from './venue/changing.ts';
import { converging } from './venue/converging.ts';
import { placing } from './venue/placing.ts';
import { reading } from './venue/reading.ts';
import type { VenueCase } from './venue/rig.ts';
import { running } from './venue/running.ts';

/** What every venue must do, whichever it is: its examples, over real HTTP, judged by the ledger of the simulated venue. */
export function venueContract(venue: VenueCase): void {
  describe(`${venue.name} keeps the venue's contract`, () => {
    placing(venue);
    converging(venue);
    changing(venue);
    if (venue.setRun !== undefined) running(venue, venue.setRun);
    reading(venue);
    answers(venue);
  });
}
