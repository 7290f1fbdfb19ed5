import type { Tag } from '../../model/tag.ts';

/** Which strategies had been listed before a submission was sent: none of those can be it. */
export interface Sightings {
  /** A complete list was read. */
  note(ids: Iterable<string>): void;
  /** The submission of this attempt is about to be sent. */
  mark(tag: Tag): void;
  /** Whether the strategy was listed before this attempt was sent, by this process. */
  isBefore(tag: Tag, id: string): boolean;
}

export function createSightings(): Sightings {
  // Counted in readings: clocks play no part.
  let readings = 0;
  const first = new Map<string, number>();
  const marks = new Map<Tag, number>();
  return {
    note(ids) {
      readings++;
      for (const id of ids) if (!first.has(id)) first.set(id, readings);
    },
    mark(tag) {
      marks.set(tag, readings);
    },
    isBefore(tag, id) {
      const seen = first.get(id);
      const mark = marks.get(tag);
      return seen !== undefined && mark !== undefined && seen <= mark;
    },
  };
}
