/**
 * Substitutes as the strictest reading of SendGrid's documentation allows: one token after the
 * other, in an order that nobody promises, each everywhere, in what earlier values brought too.
 */
export function hostileReplace(
  text: string,
  substitutions: readonly (readonly [token: string, value: string])[],
  seed: number,
): string {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
  const shuffled = substitutions
    .map((pair) => ({ pair, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ pair }) => pair);
  return shuffled.reduce((out, [token, value]) => out.split(token).join(value), text);
}
