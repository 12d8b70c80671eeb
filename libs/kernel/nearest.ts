/** How many edits away a name may be and still be suggested, as a share of its length. */
const DISTANCE_SHARE_MAX = 0.5;

/** Suggestions offered at the most. */
const SUGGESTIONS_MAX = 3;

/** The known names that a misspelt one most likely meant, nearest first; none where nothing is near. */
export const nearest = (name: string, known: readonly string[]): readonly string[] => {
  const wanted = name.slice(0, 64).toLowerCase();
  return known
    .map((candidate) => ({ candidate, distance: distance(wanted, candidate.toLowerCase()) }))
    .filter((entry) => entry.distance <= entry.candidate.length * DISTANCE_SHARE_MAX)
    .toSorted((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, SUGGESTIONS_MAX)
    .map((entry) => entry.candidate);
};

/** Insertions, deletions and substitutions that turn one text into the other (Levenshtein 1966, by rows). */
const distance = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const substitution = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, substitution));
    }
    row = next;
  }
  return row[to.length]!;
};
