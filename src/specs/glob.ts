/*
 * Globs of `specs:` and `exclude:`: `*` and `?` within a path segment, `**` over any number of them. Small and linear on purpose:
 * no braces, no classes, nothing that backtracks without bound.
 */

/** Whether `*` and `?` of one segment fit a name; the greedy walk needs one step back at most per character. */
function segmentMatches(pattern: string, name: string): boolean {
  let [p, n, star, mark] = [0, 0, -1, 0];
  while (n < name.length) {
    if (pattern[p] === '*') [star, mark] = [p++, n];
    else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n])) [p, n] = [p + 1, n + 1];
    else if (star >= 0) [p, n] = [star + 1, ++mark];
    else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** Whether the pattern fits the path or one of the folders above it. */
export function globMatches(glob: string, path: string): boolean {
  const pattern = glob
    .replace(/\/+$/, '')
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.');
  // `reached` holds which pattern positions fit the segments so far.
  let reached = new Set([0]);
  const skipDoubleStars = (positions: Set<number>): Set<number> => {
    for (const position of positions) if (pattern[position] === '**') positions.add(position + 1);
    return positions;
  };
  skipDoubleStars(reached);
  for (const segment of path.split('/')) {
    const next = new Set<number>();
    for (const position of reached) {
      const part = pattern[position];
      if (part === '**') next.add(position);
      else if (part !== undefined && segmentMatches(part, segment)) next.add(position + 1);
    }
    reached = skipDoubleStars(next);
    if (reached.has(pattern.length)) return true;
  }
  return false;
}

export const anyGlobMatches = (globs: readonly string[], path: string): boolean =>
  globs.some((glob) => globMatches(glob, path));
