import { setImmediate as turn } from 'node:timers/promises';
import { OutcryError } from '../errors.ts';

interface Gathering {
  /** How many groups may be under way at a time. */
  readonly lanes: number;
  /** How many calls a group may have; the others wait for the next. */
  readonly most: number;
}

interface Waiting<Call, Answer> {
  readonly call: Call;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Makes one of the calls of those who come at the same time: `answerAll` gives an answer to each, in
 * their order. If it fails, each is called again on its own, so that nobody fails for another's sake;
 * not where it is the database that cannot be used (locked, away, a full disk): each would wait in
 * vain as long as all did.
 */
export function together<Call, Answer>(
  answerAll: (calls: readonly Call[]) => Promise<readonly Answer[]>,
  { lanes, most }: Gathering,
): (call: Call) => Promise<Answer> {
  type One = Waiting<Call, Answer>;
  let waiting: One[] = [];
  let underWay = 0;

  const answerGroup = async (group: readonly One[]): Promise<void> => {
    try {
      const answers = await answerAll(group.map(({ call }) => call));
      for (const [index, { resolve }] of group.entries()) resolve(answers[index] as Answer);
    } catch (error) {
      if (group.length === 1 || error instanceof OutcryError) {
        for (const { reject } of group) reject(error);
        return;
      }
      for (const one of group) await answerGroup([one]);
    }
  };
  const openLane = async () => {
    underWay += 1;
    while (waiting.length > 0) {
      // Whoever has already been heard by this process can join.
      await turn();
      const group = waiting.slice(0, most);
      waiting = waiting.slice(most);
      if (group.length > 0) await answerGroup(group);
    }
    underWay -= 1;
  };
  return (call) =>
    new Promise((resolve, reject) => {
      waiting.push({ call, resolve, reject });
      if (underWay < lanes) void openLane();
    });
}
